/** Fields that are worked out instead of logged: the network behind an address, the tool behind a user agent. */
import type { Agent } from '../agent/agent.ts';
import { isAgentField, readAgentField } from '../agent/field.ts';
import { parseAgent } from '../agent/parse.ts';
import type { Json } from '../json.ts';
import { isNetworkField, networkField } from '../network/field.ts';
import type { Networks } from '../network/lookup.ts';
import type { Derivation, Derivations } from '../sigma/columns.ts';

/** Derivations for `network.*` and `agent.*`. `networks` is called when the first network field is asked for. */
export function enrichment(networks: () => Networks): Derivations {
  let opened: Networks | undefined;
  const agents = new LastAgent();
  return (field): Derivation | undefined => {
    if (isNetworkField(field)) {
      return {
        from: 'sourceIPAddress',
        of: (value) =>
          typeof value === 'string'
            ? present(networkField((opened ??= networks()), field, value))
            : undefined,
      };
    }
    if (isAgentField(field)) {
      return {
        from: 'userAgent',
        of: (value) => (typeof value === 'string' ? readAgentField(field, agents.parse(value)) : undefined),
      };
    }
    return undefined;
  };
}

/** All fields of one user agent are asked for one after the other: it is parsed once. */
class LastAgent {
  #raw: string | undefined;
  #agent: Agent | undefined;

  parse(raw: string): Agent {
    if (this.#agent === undefined || raw !== this.#raw) {
      this.#agent = parseAgent(raw);
      this.#raw = raw;
    }
    return this.#agent;
  }
}

/** What is not known is absent, so that `exists` and `null` mean what they say. */
function present(value: Json | undefined): Json | undefined {
  return value === null ? undefined : value;
}
