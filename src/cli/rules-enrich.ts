/** The enrichment fields of an event, for rules that are tried on single events. */
import { agentField, isAgentField } from '../agent/field.ts';
import type { Json, JsonObject } from '../json.ts';
import { isNetworkField, networkField } from '../network/field.ts';
import { loadNetworkTables } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import type { Networks } from '../network/lookup.ts';

let networks: Networks | undefined;

/**
 * Serves `network.*` and `agent.*` of one event; undefined for other fields and where nothing is known. The
 * network tables are loaded with the first question about a network.
 */
export function enrichmentOf(event: JsonObject): (field: string) => Json | undefined {
  return (field) => {
    if (isAgentField(field)) return agentField(field, textAt(event, 'userAgent'));
    if (!isNetworkField(field)) return undefined;
    const address = textAt(event, 'sourceIPAddress');
    if (address === undefined) return undefined;
    networks ??= openNetworks(loadNetworkTables());
    return networkField(networks, field, address) ?? undefined;
  };
}

function textAt(event: JsonObject, field: string): string | undefined {
  const value = event[field];
  return typeof value === 'string' ? value : undefined;
}
