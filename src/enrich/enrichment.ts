/** Fields that are worked out instead of logged: the network behind an address, the tool behind a user agent. */
import { isAgentField, readAgentField } from '../agent/field.ts';
import { LatestAgent } from '../agent/latest.ts';
import type { Json } from '../json.ts';
import { isNetworkField, networkField } from '../network/field.ts';
import type { Networks } from '../network/lookup.ts';
import type { Derivation, Derivations } from '../sigma/columns.ts';

/**
 * Derivations for `network.*` and `agent.*`. `networks` is called when the first network field is asked for; `agents`
 * may be shared with whoever else looks at the same events.
 */
export function enrichment(networks: () => Networks, agents: LatestAgent = new LatestAgent()): Derivations {
  let opened: Networks | undefined;
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

/** What is not known is absent, so that `exists` and `null` mean what they say. */
function present(value: Json | undefined): Json | undefined {
  return value === null ? undefined : value;
}
