import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFile } from '../../test/support/made-trail.ts';
import { readDocument } from '../../test/support/read-trail.ts';
import { DocumentReader } from '../cloudtrail/document.ts';
import { FIELD } from '../cloudtrail/event.ts';
import type { Event } from '../cloudtrail/event.ts';
import { emptyTally } from '../cloudtrail/problem.ts';
import { documentName } from '../cloudtrail/share.ts';
import { Scanner, scannerModule } from '../cloudtrail/scanner.ts';
import { SpillFile, readRun } from '../cloudtrail/spill-file.ts';
import type { Mint } from '../lineage/mint.ts';
import { CopiedEvents, joinCopies } from './copied-events.ts';
import { Copies } from './copies.ts';
import type { PackedCopies } from './copies.ts';
import { FileIndex, filesOf } from './file-index.ts';

const KEYS = ['', 'AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE', 'ASIAI44QH8DHBEXAMPLE'];
const ARN = 'arn:aws:iam::111122223333:user/alice';
const RULES = ['rule-1', 'rule-2'];
/** Bytes of some ten calls. */
const LITTLE_ROOM = 3000;

const call = fc.record({
  key: fc.constantFrom(...KEYS),
  type: fc.constantFrom('IAMUser', 'AssumedRole'),
  name: fc.constantFrom('ListUsers', 'DeleteUser'),
  hasFailed: fc.boolean(),
  rules: fc.oneof({ weight: 4, arbitrary: fc.constant<string[]>([]) }, fc.subarray(RULES, { minLength: 1 })),
});
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;
type Files = readonly (readonly Call[])[];

const files = fc.array(fc.array(call, { maxLength: 80 }), { maxLength: 4 });

function documentOf(calls: readonly Call[], file: number): string {
  return logFile(
    calls.map(({ key, type, name, hasFailed }, n) => ({
      eventID: `00000000-0000-4000-8000-${String(file * 1000 + n).padStart(12, '0')}`,
      eventSource: 'iam.amazonaws.com',
      eventName: name,
      ...(hasFailed ? { errorCode: 'NoSuchEntity' } : {}),
      userIdentity: { type, arn: ARN, ...(key === '' ? {} : { accessKeyId: key }) },
    })),
  );
}

/** What one thread copies of files that it reads one after the other. */
function copiesOf(all: Files, from: number, spill: SpillFile, usersBytes?: number): PackedCopies {
  const copies = new Copies(spill.spill, () => undefined, usersBytes);
  const index = new FileIndex();
  all.forEach((calls, n) => {
    let record = 0;
    readDocument(documentOf(calls, from + n), (event) => {
      event.file = `file ${from + n}`;
      copies.visit(event, index.visit(event), calls[record++]!.rules);
    });
    copies.ended(`file ${from + n}`);
  });
  return copies.pack()!;
}

interface Found {
  readonly place: string;
  readonly eventId: string;
  readonly rules: readonly string[];
}

/** The calls of a caller, or those that take something away and worked. */
function isWanted(wanted: string, { key, name, hasFailed }: Call): boolean {
  if (wanted === 'iam:DeleteUser') return name === 'DeleteUser' && !hasFailed;
  return key === '' ? wanted === ARN : wanted === key;
}

function eventOf(calls: readonly Call[], file: number, n: number): Found {
  const eventId = `00000000-0000-4000-8000-${String(file * 1000 + n).padStart(12, '0')}`;
  return { place: `file ${file} ${n + 1}`, eventId, rules: calls[n]!.rules };
}

/** All events in the copies but those that are read where they stand. */
function readCopies(packed: readonly PackedCopies[], read: ReadonlySet<string>, fd: number): Found[] {
  const all = joinCopies(packed, read);
  const copied = new CopiedEvents(all);
  const found: Found[] = [];
  const reader = new DocumentReader(new Scanner(scannerModule()), emptyTally(), [], {
    visit: (event: Event) => {
      if (copied.isReadElsewhere(event)) return;
      const { file, record } = copied.of(event);
      found.push({ place: `${file} ${record}`, eventId: event.eventId, rules: copied.rulesOf(event)! });
    },
  });
  all.runs.forEach((run, n) => {
    reader.begin(documentName(n));
    reader.push(readRun(fd, run));
    reader.finish(false);
  });
  return found;
}

describe('copies of records', () => {
  it('hold, with the files to be read again, all that anybody can want, each once', () => {
    fc.assert(
      fc.property(
        files,
        files,
        fc.subarray([...KEYS.slice(1), ARN, 'iam:DeleteUser']),
        (one, two, wanted) => {
          const spill = new SpillFile();
          const packed = [copiesOf(one, 0, spill), copiesOf(two, one.length, spill, LITTLE_ROOM)];
          const read = new Set(
            filesOf(
              wanted,
              packed.map(({ missing }) => missing),
            ),
          );
          const all = [...one, ...two];
          const fromFiles = all.flatMap((calls, file) =>
            read.has(`file ${file}`) ? calls.map((_, n) => eventOf(calls, file, n)) : [],
          );
          const fromCopies = readCopies(packed, read, spill.spill.fd);
          spill.close();
          const found = new Map([...fromFiles, ...fromCopies].map((each) => [each.place, each]));
          expect(found.size).toBe(fromFiles.length + fromCopies.length);
          const asked = all.flatMap((calls, file) =>
            calls.flatMap((each, n) =>
              wanted.some((name) => isWanted(name, each)) ? [eventOf(calls, file, n)] : [],
            ),
          );
          expect(asked.map(({ place }) => found.get(place))).toEqual(asked);
        },
      ),
    );
  });

  it('make reading a file again needless where rules match what its caller does', () => {
    const spill = new SpillFile();
    const matched: Call = {
      key: KEYS[2]!,
      type: 'AssumedRole',
      name: 'ListUsers',
      hasFailed: false,
      rules: RULES,
    };
    const packed = copiesOf([[matched, { ...matched, rules: [] }], [{ ...matched, rules: [] }]], 0, spill);
    expect(filesOf([KEYS[2]!], [packed.missing])).toEqual([]);
    expect(readCopies([packed], new Set(), spill.spill.fd)).toHaveLength(3);
    spill.close();
  });

  it('hold what users do with keys and no rule matches, and of roles nothing', () => {
    const spill = new SpillFile();
    const user: Call = { key: KEYS[2]!, type: 'IAMUser', name: 'ListUsers', hasFailed: false, rules: [] };
    const role: Call = { ...user, key: KEYS[3]!, type: 'AssumedRole' };
    const keyless: Call = { ...user, key: '' };
    const packed = copiesOf([Array.from({ length: 100 }, () => user), [role, keyless]], 0, spill);
    expect(readCopies([packed], new Set(), spill.spill.fd)).toHaveLength(100);
    expect(filesOf([KEYS[2]!], [packed.missing])).toEqual([]);
    expect(filesOf([KEYS[3]!, ARN], [packed.missing])).toEqual(['file 1']);
    expect(packed.likely).toEqual([]);
    spill.close();
  });

  it('have all calls of a user visited until there is no room for them', () => {
    const spill = new SpillFile();
    const told: [number, boolean][] = [];
    const copies = new Copies(spill.spill, (...each) => told.push(each), LITTLE_ROOM);
    const user: Call = { key: KEYS[2]!, type: 'IAMUser', name: 'ListUsers', hasFailed: false, rules: [] };
    const index = new FileIndex();
    const watched: boolean[] = [];
    readDocument(
      documentOf(
        Array.from({ length: 100 }, () => user),
        0,
      ),
      (event) => {
        const caller = index.visit(event);
        copies.visit(event, caller, []);
        watched.push(copies.isWatching(caller.caller));
      },
    );
    copies.ended('file 0');
    const copied = copies.pack()!.records.record.length;
    expect(copied).toBeLessThan(20);
    expect(watched).toEqual(Array.from({ length: 100 }, (_, n) => n < copied - 1));
    expect(told).toEqual([[expect.any(Number), false]]);
    spill.close();
  });

  it('begin with the first call of a session that was minted by one whose calls are copied', () => {
    const spill = new SpillFile();
    const copies = new Copies(spill.spill, () => undefined);
    const child = { what: 'key', key: KEYS[3]! } as Mint['child'];
    const maker: Call = {
      key: KEYS[2]!,
      type: 'AssumedRole',
      name: 'ListUsers',
      hasFailed: false,
      rules: RULES,
    };
    const index = new FileIndex();
    readDocument(documentOf([maker, { ...maker, key: KEYS[3]! }], 0), (event) => {
      const caller = index.visit(event);
      copies.visit(event, caller, event.record === 1 ? RULES : []);
      if (event.record === 1) copies.follow([{ child } as Mint], caller);
    });
    copies.ended('file 0');
    expect(copies.pack()?.records.record).toEqual(Uint32Array.of(1, 2));
    spill.close();
  });

  it('are given up where they cannot be written', () => {
    const spill = new SpillFile();
    spill.close();
    const copies = new Copies({ ...spill.spill, fd: -1 }, () => undefined);
    readDocument(
      documentOf([{ key: KEYS[1]!, type: 'IAMUser', name: 'ListUsers', hasFailed: false, rules: [] }], 0),
      (event) => {
        expect(event.id(FIELD['userIdentity.accessKeyId'])).not.toBe(0);
        copies.visit(event, new FileIndex().visit(event), []);
      },
    );
    copies.ended('file 0');
    expect(copies.pack()).toBeNull();
  });
});
