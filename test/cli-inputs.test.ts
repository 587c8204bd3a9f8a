/** What is read of the files that responders receive: archives, tables, damaged and hostile ones. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import path from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../src/cloudtrail/event-filter.ts';
import type { Event } from '../src/cloudtrail/event.ts';
import { FIELD } from '../src/cloudtrail/event.ts';
import type { InputProblem, InputTally } from '../src/cloudtrail/problem.ts';
import { Reader } from '../src/cloudtrail/reader.ts';
import { Scanner, scannerModule } from '../src/cloudtrail/scanner.ts';
import { seenMemory } from '../src/cloudtrail/duplicates.ts';
import { keytrail, run, scratchFolder, MAIN } from './support/run-keytrail.ts';
import { MADE_RULES, logFile, madeEvent, place } from './support/made-trail.ts';

const folder = scratchFolder();
const RULES = ['--no-builtin', '--rules', place(folder, 'rules/made.yml', MADE_RULES)];
const log = logFile([0, 1, 2].map(madeEvent));

interface Read {
  readonly seen: string[];
  readonly kinds: string[];
  readonly problems: readonly InputProblem[];
  readonly tally: InputTally;
}

const scanner = new Scanner(scannerModule());

/** Reads bytes from a file; `seen` says file, record and event name of each event. */
async function read(name: string, content: Uint8Array | string): Promise<Read> {
  const file = place(folder, `read/${name}`, content);
  const seen: string[] = [];
  const reader = new Reader(scanner, EVERYTHING, seenMemory(1000), {
    visit: (event: Event) => {
      seen.push(
        `${path.basename(file)}${event.file.slice(file.length)}#${event.record} ${event.text(FIELD.eventName)}`,
      );
    },
    finish: () => undefined,
  });
  await reader.read(file);
  const { problems, tally } = reader;
  return { seen, kinds: problems.map(({ kind }) => kind), problems, tally };
}

interface Entry {
  readonly name: string;
  readonly content: Uint8Array | string;
  readonly crc?: number;
  readonly encrypted?: boolean;
  readonly size?: number;
}

/** A zip archive, written by hand so that it can be wrong. */
function zip(entries: readonly Entry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, crc, encrypted = false, size } of entries) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc ?? crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size ?? bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), packed]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(at, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), common, where, Buffer.from(name)]),
    );
    files.push(local);
    at += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, index, end]);
}

async function tar(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content } of entries) archive.entry({ name }, Buffer.from(content));
  archive.finalize();
  return buffer(archive);
}

const THREE = ['#1 MadeEven', '#2 MadeOdd', '#3 MadeEven'];
/** What is seen of the log as an entry. */
function three(name: string): string[] {
  return THREE.map((each) => name + each);
}

const packed = gzipSync(log);
const ENTRIES: Entry[] = [
  { name: 'a/plain.json', content: log },
  { name: 'b.json.gz', content: packed },
  { name: 'readme.txt', content: 'nothing here'.repeat(100) },
];

function both(name: string): string[] {
  return [...three(`${name}!a/plain.json`), ...three(`${name}!b.json.gz`)];
}

describe('archives', () => {
  it('in zip are read by content', async () => {
    const { seen, problems, tally } = await read('x.bin', zip(ENTRIES));
    expect(seen).toEqual(both('x.bin'));
    expect(problems).toEqual([]);
    expect(tally).toMatchObject({ events: 3, duplicates: 3, foreignFiles: 1 });
  });

  it('in tar are read, packed or not', async () => {
    const content = await tar(ENTRIES);
    expect((await read('x.tar', content)).seen).toEqual(both('x.tar'));
    expect((await read('x.tgz', gzipSync(content))).seen).toEqual(both('x.tgz'));
  });

  it('within archives are read so deep as anybody packs them', async () => {
    const inner = zip([{ name: 'in.tgz', content: gzipSync(await tar(ENTRIES)) }]);
    expect((await read('deep.zip', zip([{ name: 'in.zip', content: inner }]))).seen).toEqual(
      both('deep.zip!in.zip!in.tgz'),
    );
    let content: Uint8Array = Buffer.from(log);
    for (let n = 0; n < 8; n++) content = zip([{ name: 'in', content }]);
    const { seen, kinds } = await read('deepest.zip', content);
    expect([seen, kinds]).toEqual([[], ['too-deep']]);
  });

  it('lose only the entries that are wrong', async () => {
    const entries: Entry[] = [
      { name: 'locked', content: log, encrypted: true },
      { name: 'sum', content: log, crc: 1 },
      { name: 'packed-sum', content: gzipSync(log, { level: 0 }), crc: 1 },
      { name: 'long', content: log, size: log.length - 5 },
      { name: 'good', content: log },
    ];
    const { seen, problems } = await read('partly.zip', zip(entries));
    const named = problems.map(({ kind, file }) => `${kind} ${file.slice(file.indexOf('!') + 1)}`);
    expect(named).toEqual(['encrypted locked', 'corrupt sum', 'corrupt packed-sum', 'corrupt long']);
    // A wrong sum is told, and costs no event.
    expect(seen.filter((each) => each.includes('!sum#'))).toHaveLength(3);
    expect(seen.filter((each) => each.includes('!packed-sum#'))).toHaveLength(3);
    expect(seen.slice(-3)).toEqual(three('partly.zip!good'));
  });

  it('that end too soon give what came before', async () => {
    const content = await tar([
      ENTRIES[0]!,
      { name: 'later.json', content: logFile(Array.from({ length: 200 }, (_, n) => madeEvent(n))) },
    ]);
    const cut = await read('cut.tar', content.subarray(0, 60_000));
    expect(cut.seen.slice(0, 3)).toEqual(three('cut.tar!a/plain.json'));
    expect(cut.seen.length).toBeGreaterThan(30);
    expect(cut.kinds.length).toBeGreaterThan(0);
    const half = gzipSync(content);
    const packedCut = await read('cut.tgz', half.subarray(0, half.length - 500));
    expect(packedCut.seen.slice(0, 3)).toEqual(three('cut.tgz!a/plain.json'));
    expect(packedCut.kinds).toContain('truncated');
    const noDirectory = await read('cut.zip', zip(ENTRIES).subarray(0, 500));
    expect([noDirectory.seen, noDirectory.kinds]).toEqual([[], ['corrupt']]);
  });

  it('with any bytes changed end no hunt', async () => {
    const contents = [zip(ENTRIES), await tar(ENTRIES), gzipSync(await tar(ENTRIES))];
    for (const [n, content] of contents.entries()) {
      for (let at = 0; at < content.length; at += Math.ceil(content.length / 60)) {
        const bytes = Buffer.from(content);
        bytes[at]! ^= 0xff;
        const { seen, tally } = await read(`changed-${n}`, bytes);
        expect(tally.events + tally.duplicates).toBe(seen.length);
      }
    }
  });

  it('that claim to expand beyond reason are left', async () => {
    const { kinds } = await read('claims.zip', zip([{ name: 'big', content: log, size: 0xfffffff0 }]));
    expect(kinds).toEqual(['bomb']);
  });
});

describe('other text', () => {
  it('in UTF-16 is read, packed or not, in both orders of bytes', async () => {
    const little = Buffer.from(`\ufeff${log}`, 'utf16le');
    for (const [name, content] of [
      ['le', little],
      ['be', Buffer.from(little).swap16()],
      ['gz', gzipSync(little)],
    ] as const) {
      expect((await read(`utf16-${name}`, content)).seen).toEqual(three(`utf16-${name}`));
    }
  });

  it("as the console's table becomes events", async () => {
    const rows = [
      'Event ID,Event time,User name,Event name,Resource type,AWS access key,AWS region,Error code,Read-only,Source IP address,Event source',
      'a0b1c2d3-0000-4000-8000-000000000001,2024-05-01T10:00:00Z,eve,MadeEven,-,AKIAEXAMPLE,us-east-1,,false,192.0.2.1,iam.amazonaws.com',
      'a0b1c2d3-0000-4000-8000-000000000002,,,,,,,,,,',
    ];
    const { seen, tally } = await read('history.csv', rows.join('\r\n'));
    expect(seen).toEqual(['history.csv#1 MadeEven']);
    expect(tally).toMatchObject({ events: 1, otherRecords: 1 });
  });
});

describe('standard input', () => {
  it.each([
    ['JSON', log],
    ['gzip', packed],
    ['zip', zip(ENTRIES.slice(0, 1))],
    [
      'lines of a longer log',
      Array.from({ length: 3000 }, (_, n) => JSON.stringify(madeEvent(n % 3))).join('\n'),
    ],
  ])('is read to its end: %s', async (_, input) => {
    const { code, stdout } = await keytrail(['hunt', '-', ...RULES, '--level', 'high', '--json'], { input });
    expect(code).toBe(1);
    const { input: tally, matches } = JSON.parse(stdout) as {
      input: { events: number; problems: unknown[] };
      matches: unknown[];
    };
    expect(tally).toMatchObject({ events: 3, problems: [] });
    expect(matches).toHaveLength(2);
  });

  it('is read beside files, and so is a pipe', async () => {
    const many = Array.from({ length: 40 }, (_, n) =>
      place(folder, `many/${n}.json`, logFile([madeEvent(n)])),
    );
    const archive = place(folder, 'one.zip', zip([{ name: 'x', content: logFile([madeEvent(100)]) }]));
    const command = `"${process.execPath}" "${MAIN}" hunt "${path.dirname(many[0]!)}" - <(cat "${archive}") ${RULES.join(' ')} --json`;
    const { stdout } = await run('bash', ['-c', command], { input: logFile([madeEvent(101)]) });
    expect(JSON.parse(stdout)).toMatchObject({ input: { events: 42, duplicates: 0, problems: [] } });
  });
});

describe('input that cannot be read', () => {
  it('costs only itself', async () => {
    const files = path.join(folder, 'odd');
    mkdirSync(files);
    writeFileSync(path.join(files, 'line\nbreak\u001b[1m.json'), log);
    writeFileSync(path.join(files, 'cut.json'), log.slice(0, -700));
    const { code, stdout, stderr } = await keytrail(['hunt', files, '/proc/self/mem', ...RULES, '--json']);
    expect(code).toBe(3);
    const { input } = JSON.parse(stdout) as { input: { problems: { kind: string }[] } };
    expect(input.problems.map(({ kind }) => kind)).toEqual(['unreadable', 'truncated']);
    expect(stderr).toContain('2 problems, 1 record lost');
  });

  it('may be nothing at all', async () => {
    mkdirSync(path.join(folder, 'empty'));
    const nothing = await keytrail(['hunt', path.join(folder, 'empty'), ...RULES]);
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('no files to read')]);
    const empty = await keytrail(['hunt', '-', ...RULES]);
    expect([empty.code, empty.stderr]).toEqual([
      0,
      expect.stringContaining('no CloudTrail events were found'),
    ]);
  });

  it('is told apart from what was left unopened', async () => {
    const days = 'delivered/AWSLogs/o-a1/111122223333/CloudTrail/us-east-1/2024';
    for (const name of ['05/01', '05/02', '05/03', '07/01']) place(folder, `${days}/${name}/x.json`, log);
    const args = [
      'hunt',
      path.join(folder, 'delivered'),
      ...RULES,
      '--from',
      '2024-05-01',
      '--to',
      '2024-05-01T09:00:00Z',
    ];
    const { code, stderr } = await keytrail(args);
    expect(code).toBe(0);
    expect(stderr).toContain('6 events outside what you asked for; 2 files or folders left unopened');
  });
});

describe('a record that is nested deeper than the stack', () => {
  it('is named and counted, and costs only itself', async () => {
    const deep = `{"userName":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const denied = {
      ...madeEvent(1),
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateUser',
      errorCode: 'AccessDenied',
    };
    const text = JSON.stringify({ ...denied, requestParameters: '@' }).replace('"@"', deep);
    const good = JSON.stringify({ ...denied, eventID: '00000000-0000-4000-8000-00000000000f' });
    const file = place(folder, 'deep/trail.ndjson', `${text}\n${good}\n`);
    const { code, stdout, stderr } = await keytrail(['hunt', file, '--json', '--level', 'medium']);
    expect(code).toBe(3);
    expect(stderr).toContain('record 1 is nested too deeply');
    expect(JSON.parse(stdout)).toMatchObject({
      matches: [{ event: { record: 2, eventName: 'CreateUser' } }],
    });
  });
});
