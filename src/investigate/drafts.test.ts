import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFile } from '../../test/support/made-trail.ts';
import { readDocument } from '../../test/support/read-trail.ts';
import { contextKey } from '../activity/context-key.ts';
import { parseAgent } from '../agent/parse.ts';
import type { Event } from '../cloudtrail/event.ts';
import { documentName } from '../cloudtrail/share.ts';
import { SpillFile, readRun } from '../cloudtrail/spill-file.ts';
import type { JsonObject } from '../json.ts';
import { mergePasses } from './collected.ts';
import type { Evidence } from './collected.ts';
import { joinCopies } from './copied-events.ts';
import { Copies } from './copies.ts';
import type { PackedCopies } from './copies.ts';
import { createTask as createDraftTask } from './draft-task.ts';
import { draftedRows, passOfDrafts } from './drafts.ts';
import type { Drafts } from './drafts.ts';
import { createTask } from './evidence-task.ts';
import type { FoundEvidence } from './evidence-task.ts';
import { FileIndex, callerHash } from './file-index.ts';
import type { KeptRecord } from './record-log.ts';
import type { Selection } from './selection.ts';

const LEAKED = 'AKIAIOSFODNN7EXAMPLE';
const MINTED = 'ASIAIOSFODNN7EXAMPLE';
const OTHER = 'ASIAI44QH8DHBEXAMPLE';
const ARN = 'arn:aws:iam::111122223333:user/alice';
const CALLERS = [LEAKED, MINTED, OTHER, ARN];
const START = Date.UTC(2026, 0, 5);
const BAD = 'aws-cli/2.36.17 ua/2.1 os/linux#6.19.14 lang/python#3.14.6';
const OWN = 'Boto3/1.34.69 md/Botocore#1.34.69 ua/2.1 os/linux#6.1.0 lang/python#3.11.6';
const TOKEN = `IQoJb3JpZ2lu${'a'.repeat(60)}`;

const NAMES: readonly JsonObject[] = [
  { eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', readOnly: true },
  {
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    readOnly: true,
    requestParameters: { bucketName: 'payroll', key: '.env' },
  },
  {
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    requestParameters: { secretId: TOKEN },
  },
  { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', requestParameters: { userName: 'eve' } },
  { eventSource: 'iam.amazonaws.com', eventName: 'DeleteUser', requestParameters: { userName: 'eve' } },
  { eventSource: 'iam.amazonaws.com', eventName: 'DeleteRole', requestParameters: { roleName: 'eve' } },
];

const call = fc.record({
  key: fc.constantFrom(LEAKED, LEAKED, MINTED, OTHER, ''),
  name: fc.nat({ max: NAMES.length - 1 }),
  second: fc.nat({ max: 240 }),
  isIntruders: fc.boolean(),
  hasFailed: fc.boolean(),
  rules: fc.subarray(['rule-1', 'rule-2']),
});
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

const files = fc.array(fc.array(call, { maxLength: 40 }), { minLength: 1, maxLength: 3 });

function idOf(file: number, n: number): string {
  return `00000000-0000-4000-8000-${String(file * 1000 + n).padStart(12, '0')}`;
}

function documentOf(calls: readonly Call[], file: number): string {
  return logFile(
    calls.map(({ key, name, second, isIntruders, hasFailed }, n) => ({
      ...NAMES[name]!,
      eventID: idOf(file, n),
      eventTime: new Date(START + second * 1000).toISOString().replace('.000Z', 'Z'),
      awsRegion: 'us-east-1',
      recipientAccountId: '111122223333',
      sourceIPAddress: isIntruders ? '198.51.100.7' : '192.0.2.1',
      userAgent: isIntruders ? BAD : OWN,
      ...(hasFailed ? { errorCode: 'AccessDenied' } : {}),
      userIdentity: { arn: ARN, ...(key === '' ? {} : { accessKeyId: key }) },
    })),
  );
}

/** What one thread copies. */
function copiesOf(all: readonly (readonly Call[])[], from: number, spill: SpillFile): PackedCopies {
  const copies = new Copies(spill.spill, () => undefined);
  const index = new FileIndex();
  all.forEach((calls, n) => {
    readDocument(documentOf(calls, from + n), (event) => {
      event.file = `file ${from + n}`;
      copies.visit(event, index.visit(event), calls[event.record - 1]!.rules);
    });
    copies.ended(`file ${from + n}`);
  });
  return copies.pack()!;
}

const selection = fc.record({
  callers: fc.subarray(CALLERS),
  removals: fc.subarray(['iam:DeleteRole', 'iam:DeleteUser']),
  firstMs: fc.nat({ max: 240 }).map((second) => START + second * 1000),
  madeMs: fc.nat({ max: 240 }).map((second) => START + second * 1000),
  untilMs: fc.option(fc.nat({ max: 240 }).map((second) => START + second * 1000)),
  cited: fc.array(
    fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 9 })).map(([file, n]) => idOf(file, n)),
    { maxLength: 20 },
  ),
});
type Chosen = typeof selection extends fc.Arbitrary<infer T> ? T : never;

function selectionFor({ callers, removals, firstMs, madeMs, untilMs, cited }: Chosen): Selection {
  const context = contextKey(LEAKED, '198.51.100.0/24', parseAgent(BAD).family1);
  return {
    callers,
    removals,
    seeds: [{ credentials: [LEAKED], firstMs, contexts: [[context, untilMs]], room: 8, cited }],
    holders: Object.fromEntries([
      ...(callers.includes(LEAKED) ? [[LEAKED, [{ seed: 0, madeMs: null }]]] : []),
      ...(callers.includes(MINTED) ? [[MINTED, [{ seed: 0, madeMs }]]] : []),
    ]),
  };
}

/** Has a task visit documents of a temporary file. */
function readRuns(
  fd: number,
  runs: PackedCopies['records']['runs'],
  wanted: readonly number[],
  visit: (event: Event) => void,
): void {
  for (const n of wanted)
    readDocument(readRun(fd, runs[n]!), (event) => {
      event.file = documentName(n);
      visit(event);
    });
}

function plain({ records, counted, removals, quiet }: Evidence): unknown {
  return {
    records: records.map(whole),
    removals: removals.map(whole),
    quiet,
    counted: counted.map((calls) => ({
      // Time and place of the one that stands for all are of no account.
      kind: kindOf(calls.whole),
      calls: Array.from({ length: calls.length }, (_, n) => calls.ref(n)),
    })),
  };
}

function whole(kept: KeptRecord): unknown {
  return { ref: kept.ref, kind: kindOf(kept) };
}

function kindOf(kept: KeptRecord): unknown {
  const { caller, account, rules, identity } = kept;
  return { caller, account, rules, identity, record: kept.read() };
}

describe('drafts', () => {
  it('come to what is read without them, whoever was drafted for, and however far the drafting came', () => {
    fc.assert(
      fc.property(
        files,
        files,
        selection,
        fc.subarray(CALLERS),
        fc.subarray(['file 0', 'file 1', 'file 3']),
        fc.subarray([0, 1]),
        (one, two, chosen, likely, read, drafted) => {
          const spill = new SpillFile();
          const { fd } = spill.spill;
          const packed = [copiesOf(one, 0, spill), copiesOf(two, one.length, spill)];
          const wanted = selectionFor(chosen);
          const copies = joinCopies(packed, new Set(read));
          const documents = [...copies.runs.keys()];

          const draftTask = createDraftTask({
            copies: joinCopies(packed, new Set()),
            likely: likely.map((caller) => callerHash(caller)),
          });
          const settings = { rules: [], networks: [], selection: wanted, copies };
          const evidenceOf = (drafts: readonly Drafts[], parts: readonly (readonly number[])[]): unknown => {
            const found = parts.map((part) => {
              const task = createTask({ ...settings, drafted: draftedRows(drafts, copies.file.length) });
              readRuns(fd, copies.runs, part, (event) => {
                task.visit(event, false);
              });
              return structuredClone(task.finish()) as FoundEvidence;
            });
            const stands = found.map((each) => each.stands);
            return plain(
              mergePasses([...found, ...drafts.map((each) => passOfDrafts(each, stands))], wanted),
            );
          };

          readRuns(
            fd,
            copies.runs,
            drafted.filter((n) => n < documents.length),
            (event) => {
              draftTask.visit(event, false);
            },
          );
          const drafts = structuredClone(draftTask.finish()) as Drafts;
          expect(
            evidenceOf(
              [drafts],
              documents.map((n) => [n]),
            ),
          ).toEqual(evidenceOf([], [documents]));
          spill.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});
