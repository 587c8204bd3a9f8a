/** A response as plan and journal would hold it, with a step in every state. */
import type { Closing } from '../../src/respond/closing.ts';
import type { JournalBody, JournalLine } from '../../src/respond/journal-line.ts';
import type { Plan, Step } from '../../src/respond/plan.ts';
import { responseRecord } from '../../src/respond/response-record.ts';
import type { RecordInput, ResponseRecord } from '../../src/respond/response-record.ts';
import { plan, step } from './response.ts';

const ACCOUNT = '111122223333';
export const RESPONDER = 'arn:aws:sts::111122223333:assumed-role/ir/lena';

const { account, region } = { account: ACCOUNT, region: 'eu-west-1' };

function stepOf(id: string, action: string, parameters: Step['parameters'], more: Partial<Step> = {}): Step {
  const phase = ({ C: 'contain', E: 'eradicate', R: 'recover' } as const)[id[0] as 'C' | 'E' | 'R'];
  return step(id, action, parameters, { account, phase, ...more });
}

/** The plan of the response. @param events that its first step cites */
export function madePlan(events: Step['events'] = []): Plan {
  return plan(
    [
      stepOf('C01', 'deny-user', { userName: 'backup-svc', policyName: 'IR-DenyAll' }, { events }),
      stepOf('C02', 'deactivate-access-key', { userName: 'ci-build', accessKeyId: 'AKIAWBUILD3J7EXAMPLE' }),
      stepOf('C03', 'manual', { task: 'Call the owner', check: 'He knows.' }),
      stepOf('E01', 'delete-user', { userName: 'backup-svc' }, { undo: null }),
      stepOf('E02', 'delete-email-identity', { emailIdentity: 'a@example.com' }, { region }),
      stepOf('E03', 'terminate-instance', { instanceId: 'i-1' }, { region, after: ['E02'] }),
      stepOf('E04', 'stop-instance', { instanceId: 'i-2' }, { region }),
      stepOf('R01', 'enable-bucket-versioning', { bucket: 'orders-export' }, { region }),
      stepOf('R02', 'manual', { task: 'Rotate prod/orders/db', check: 'It has a new version.' }),
    ],
    { accounts: [ACCOUNT] },
  );
}

/** A journal: each line a second after the one before. */
export function journalOf(startMs: number, bodies: readonly JournalBody[]): JournalLine[] {
  let run = 0;
  return bodies.map((body, n) => {
    if (body.what === 'run') run++;
    return { time: new Date(startMs + n * 1000).toISOString(), run, ...body };
  });
}

export function began(mode: 'apply' | 'hold' | 'undo' = 'apply'): JournalBody {
  const callers = { [ACCOUNT]: RESPONDER };
  return { what: 'run', mode, incident: 'INC-1', plan: 'none', version: '0', callers };
}

let number = 0;

export function called(id: string, action: string, mode: 'apply' | 'hold' | 'undo' = 'apply'): JournalBody[] {
  const n = ++number;
  return [
    ...(mode === 'apply'
      ? [{ what: 'before' as const, step: id, action, state: {}, parameters: { userName: 'x' } }]
      : []),
    {
      what: 'request',
      mode,
      step: id,
      number: n,
      actor: RESPONDER,
      service: 'iam',
      operation: 'PutUserPolicy',
      input: {},
      hash: `h${n}`,
      place: { account, region: '' },
    },
    { what: 'answer', step: id, number: n, answer: {} },
  ];
}

export function ended(
  id: string,
  state: Extract<JournalBody, { readonly what: 'outcome' }>['state'],
  reason = '',
  more: { readonly mode?: 'apply' | 'hold' | 'undo'; readonly permission?: string } = {},
): JournalBody {
  return { what: 'outcome', mode: 'apply', step: id, state, reason, ...more };
}

const CLOSING: Omit<Closing, 'time'> = {
  incident: 'INC-1',
  verdict: 'open',
  checks: [
    { check: 'contained', state: 'proved', reasons: [] },
    { check: 'quiet', state: 'unknown', reasons: ['no events were read since it was contained'] },
    { check: 'recovered', state: 'open', reasons: ['R02 Rotate prod/orders/db: a person has to do it'] },
  ],
  unknown: ['What was copied before containment.'],
  contained: null,
  timeToContainMs: null,
};

export function madeClosing(timeMs: number): Closing {
  return { ...CLOSING, time: new Date(timeMs).toISOString() };
}

/** Everything that can be in a record. @param startMs when the plan was applied */
export function madeResponse(startMs: number, events: Step['events'] = []): ResponseRecord {
  const input: RecordInput = {
    incident: 'INC-1',
    plan: madePlan(events),
    lines: journalOf(startMs, [
      began(),
      ...called('C01', 'deny-user'),
      ended('C01', 'done'),
      ended('C02', 'already'),
      ended('C03', 'manual', 'a person has to do it; then: --done'),
      ...called('E01', 'delete-user'),
      ended('E01', 'failed', 'not permitted (AccessDenied: no)', { permission: 'iam:DeleteUser' }),
      ended('E03', 'skipped', 'E02 must hold first'),
      ...called('E04', 'stop-instance'),
      ...called('X09', 'deny-role'),
      ended('X09', 'done'),
      began('hold'),
      { what: 'counter-move', step: 'C01', reason: 'not as wanted: policy' },
      ...called('C01', 'deny-user', 'hold'),
      ended('C01', 'done', '', { mode: 'hold' }),
      { what: 'counter-move', step: '', reason: 'user evil was made' },
      ...called('R01', 'enable-bucket-versioning'),
      ended('R01', 'done'),
      began('undo'),
      ...called('R01', 'enable-bucket-versioning', 'undo'),
      ended('R01', 'undone', '', { mode: 'undo' }),
      began(),
      ended('C03', 'done', 'noted by a person'),
    ]),
    closing: madeClosing(startMs + 3_600_000),
  };
  return responseRecord(input)!;
}
