/** The enrichment fields of an event, for rules that are tried on single events. */
import { enrichment } from '../enrich/enrichment.ts';
import type { Json, JsonObject } from '../json.ts';
import { loadNetworkTables } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';

const derivations = enrichment(() => openNetworks(loadNetworkTables()));

/**
 * Serves `network.*` and `agent.*` of one event; undefined for other fields and where nothing is known. The
 * network tables are loaded with the first question about a network.
 */
export function enrichmentOf(event: JsonObject): (field: string) => Json | undefined {
  return (field) => {
    const derivation = derivations(field);
    return derivation?.of(event[derivation.from]);
  };
}
