import { describe, expect, it } from 'vitest';
import type { LineageEdge } from '../lineage/lineage.ts';
import type { EvidenceEvent } from './evidence.ts';
import { sightOf } from './sight.ts';
import type { Reading } from './sight.ts';

const PARENT = 'AKIAPARENTXXXEXAMPLE';

function event(eventId: string, actor: EvidenceEvent['actor'], credential = PARENT): EvidenceEvent {
  return {
    ref: { eventId, timeMs: 5000, file: 'a.json', record: 1 },
    record: {},
    credential,
    actor,
    reason: '',
    rules: [],
  };
}

function edge(
  child: string,
  eventId: string,
  confidence: LineageEdge['confidence'] = 'certain',
): LineageEdge {
  const events = [{ eventId, timeMs: 5000, file: 'a.json', record: 1 }];
  return { parent: PARENT, child, mechanism: 'AssumeRole', rule: 'J1', confidence, timeMs: 5000, events };
}

describe('the sight of an incident', () => {
  const coverage = { temporary: 0, joined: 0, unjoined: [] };
  const reading = {
    problems: [],
    tally: {},
    ruleProblems: [],
    coverage: { places: [], data: [], trailChanges: [], fromMs: null, toMs: null },
    gaps: [],
    histories: new Map(),
    lineage: {
      credentials: new Map([[PARENT, { account: '111122223333' }]]),
      folded: new Map(),
      edges: [
        edge('ASIAOPENXXXXXEXAMPLE', 'open'),
        edge('ASIAOPENXXXXXEXAMPLE', 'open'),
        edge('ASIAGUESSEDXXEXAMPLE', 'open', 'low'),
        edge('ASIAOWNERXXXXEXAMPLE', 'owner'),
        edge('ASIAHELDXXXXXEXAMPLE', 'also open'),
      ],
      coverage,
    },
  } as unknown as Reading;

  it('names what undecided calls made once, unless it is in the incident by itself', () => {
    const events = [
      event('open', 'undecided'),
      event('also open', 'undecided'),
      event('owner', 'owner'),
      event('later', 'intruder', 'ASIAHELDXXXXXEXAMPLE'),
    ];
    expect(sightOf(reading, events, []).openMints).toEqual([
      { child: 'ASIAOPENXXXXXEXAMPLE', account: '111122223333', timeMs: 5000 },
    ]);
  });
});
