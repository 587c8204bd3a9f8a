import { describe, expect, it } from 'vitest';
import {
  RESPONDER,
  began,
  called,
  ended,
  journalOf,
  madeClosing,
  madePlan,
  madeResponse,
} from '../../test/support/made-response.ts';
import type { JournalBody } from './journal-line.ts';
import { responseRecord } from './response-record.ts';
import type { RecordedStep, ResponseRecord } from './response-record.ts';

const START = Date.UTC(2026, 9, 14, 12);

function recordOf(bodies: readonly JournalBody[]): ResponseRecord {
  return responseRecord({
    incident: 'INC-1',
    plan: madePlan(),
    lines: journalOf(START, bodies),
    closing: null,
  })!;
}

function stepIn({ steps }: ResponseRecord, id: string): RecordedStep {
  return steps.find((step) => step.id === id)!;
}

describe('the record of a response', () => {
  it('is none where there is neither plan nor journal nor closing', () => {
    expect(responseRecord({ incident: 'INC-1', plan: null, lines: [], closing: null })).toBeNull();
  });

  it('says of every step how it stands, and why', () => {
    const { steps } = madeResponse(START);
    expect(steps.map(({ id, state, reason }) => [id, state, reason])).toEqual([
      ['C01', 'done', ''],
      ['C02', 'done', 'it was so before'],
      ['C03', 'done', 'noted by a person'],
      ['E01', 'failed', 'not permitted (AccessDenied: no)'],
      ['E02', 'planned', ''],
      ['E03', 'skipped', 'E02 must hold first'],
      ['E04', 'begun', 'calls were made, and the run was ended before it was seen what came of them'],
      ['R01', 'undone', ''],
      ['R02', 'manual', ''],
      ['X09', 'done', ''],
    ]);
  });

  it('says when, by whom, with how many calls, and what was missing', () => {
    const response = madeResponse(START);
    expect(stepIn(response, 'C01')).toMatchObject({
      startedMs: START + 2000,
      // Brought about again, and never seen not to hold by an outcome.
      verifiedMs: START + 4000,
      by: [RESPONDER],
      calls: 2,
      counterMoves: 1,
    });
    expect(stepIn(response, 'C03')).toMatchObject({ by: ['a person'], startedMs: null });
    expect(stepIn(response, 'E01')).toMatchObject({ permission: 'iam:DeleteUser', verifiedMs: null });
    expect(stepIn(response, 'X09')).toMatchObject({ phase: null, action: 'deny-role' });
    expect(response.runs.map(({ mode }) => mode)).toEqual(['apply', 'hold', 'undo', 'apply']);
    expect(response.counterMoves.map(({ step, reason }) => [step, reason])).toEqual([
      ['C01', 'not as wanted: policy'],
      ['', 'user evil was made'],
    ]);
  });

  it('is contained when the last step of containment holds, whatever a person has yet to do', () => {
    const first = [began(), ...called('C01', 'deny-user'), ended('C01', 'done')];
    expect(recordOf(first).containedMs).toBeNull();
    const both = [...first, ...called('C02', 'deactivate-access-key'), ended('C02', 'done')];
    expect(recordOf(both).containedMs).toBe(START + (both.length - 1) * 1000);
    const undone = [...both, ...called('C01', 'deny-user', 'undo'), ended('C01', 'undone')];
    expect(recordOf(undone).containedMs).toBeNull();
  });

  it('is eradicated and recovered when all steps hold, those for a person too', () => {
    const most = ['E01', 'E02', 'E03', 'E04', 'R01'].map((id) => ended(id, 'done'));
    expect(recordOf(most)).toMatchObject({ eradicatedMs: START + 3000, recoveredMs: null });
    expect(recordOf([...most, ended('R02', 'done')])).toMatchObject({ recoveredMs: START + 5000 });
  });

  it('believes a closing in what was waived, until the response goes on', () => {
    const contained = new Date(START + 1000).toISOString();
    const closing = { ...madeClosing(START + 60_000), contained };
    const of = (lines: JournalBody[], startMs: number): number | null =>
      responseRecord({ incident: 'INC-1', plan: madePlan(), lines: journalOf(startMs, lines), closing })!
        .containedMs;
    expect(of([ended('C01', 'done')], START)).toBe(START + 1000);
    expect(of([ended('C01', 'undone')], START + 120_000)).toBeNull();
  });

  it('does not take a step of an earlier plan for one of this plan that has its ID', () => {
    const { steps } = recordOf([began(), ...called('C02', 'deny-role'), ended('C02', 'done')]);
    expect(steps.filter(({ id }) => id === 'C02')).toMatchObject([
      { phase: 'contain', action: 'deactivate-access-key', state: 'planned' },
      { phase: null, action: 'deny-role', state: 'done' },
    ]);
  });

  it('calls a failure to take back by its name', () => {
    const bodies = [
      began(),
      ...called('C01', 'deny-user'),
      ended('C01', 'done'),
      ...called('C01', 'deny-user', 'undo'),
      ended('C01', 'failed', 'not permitted', { mode: 'undo' }),
    ];
    expect(stepIn(recordOf(bodies), 'C01')).toMatchObject({
      state: 'failed',
      reason: 'taking it back: not permitted',
    });
  });
});
