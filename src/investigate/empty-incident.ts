/** An incident that no log told of: only what its maker knows. */
import type { Incident } from './incident.ts';

export type KnownOfIncident = Pick<Incident, 'id' | 'title' | 'firstMs' | 'lastMs' | 'accounts'> &
  Partial<Incident>;

/** The incident with nothing seen, nothing joined and no event, but for what is given. */
export function emptyIncident(known: KnownOfIncident): Incident {
  return {
    band: 'page',
    score: 0,
    summary: [],
    regions: [],
    credentials: [],
    edges: [],
    joins: [],
    findings: [],
    timeline: [],
    techniques: [],
    impact: [],
    persistence: [],
    indicators: [],
    blindSpots: [],
    metrics: {
      firstUseMs: known.firstMs,
      lastUseMs: known.firstMs,
      watchMs: null,
      pageMs: null,
      firstWriteMs: null,
      firstPersistenceMs: null,
      intruderEvents: 0,
      ownerEvents: 0,
      ownerEventsCounted: 0,
      undecidedEvents: 0,
    },
    ...known,
  };
}
