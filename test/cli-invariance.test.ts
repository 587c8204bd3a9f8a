/** The same events give the same result, however often they come, in whatever order, files and threads. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { keytrail, scratchFolder } from './support/run-keytrail.ts';
import { LEAST_FILES_FOR_THREADS, MADE_RULES, logFile, madeEvent, place } from './support/made-trail.ts';

const folder = scratchFolder();
const RULES = ['--no-builtin', '--rules', place(folder, 'rules/made.yml', MADE_RULES)];
const events = Array.from({ length: 400 }, (_, n) => madeEvent(n));

/** A number for each `n`, in no order, the same each time. */
function scattered(n: number): number {
  return (n * 7919 + 13) % 10007;
}

/** Writes events over so many files in a new folder. */
function spread(name: string, list: readonly object[], files: number): string {
  const parts: object[][] = Array.from({ length: files }, () => []);
  list.forEach((event, n) => parts[scattered(n) % files]!.push(event));
  parts.forEach((part, n) => place(folder, `${name}/${n}.json.gz`, gzipSync(logFile(part))));
  return `${folder}/${name}`;
}

interface Result {
  input: Record<string, unknown>;
}

/** The result as JSON, without what must differ: input, and the places of events. */
async function hunted(input: string, ...options: string[]): Promise<unknown> {
  const { code, stdout } = await keytrail(['hunt', input, ...RULES, '--json', ...options]);
  expect(code).toBe(1);
  const { input: _, ...result } = JSON.parse(stdout) as Result;
  return JSON.parse(
    JSON.stringify(result, (name, value: unknown) => (name === 'file' || name === 'record' ? 0 : value)),
  );
}

describe('the result of a hunt', () => {
  const plain = spread('plain', events, 1);

  it('is found at all', async () => {
    const result = (await hunted(plain)) as { matches: unknown[]; correlations: unknown[] };
    expect(result.matches).toHaveLength(600);
    expect(result.correlations).toHaveLength(3);
  });

  it('does not depend on repeats and order', async () => {
    const twice = [...events, ...events].toSorted(
      (a, b) => scattered(events.indexOf(a)) - scattered(events.indexOf(b)),
    );
    expect(await hunted(spread('twice', twice, 3))).toEqual(await hunted(plain));
  });

  it.each([1, 2, 3])('does not depend on files and threads (%i threads)', async (threads) => {
    const many = spread(`many-${threads}`, [...events.toReversed(), ...events], LEAST_FILES_FOR_THREADS);
    expect(await hunted(many, '--threads', String(threads))).toEqual(await hunted(plain));
  });

  it('is the same to the byte each time, but for the seconds it took', async () => {
    const many = spread('again', [...events, ...events], LEAST_FILES_FOR_THREADS);
    for (const format of ['table', 'json', 'csv']) {
      const outputs = new Set<string>();
      for (const threads of ['1', '3']) {
        const args = ['hunt', many, ...RULES, '--format', format, '--threads', threads];
        const { stdout } = await keytrail(args);
        outputs.add(stdout.replace(/"seconds":[\d.]+/, ''));
      }
      expect(outputs.size).toBe(1);
    }
  });

  it('names of the copies of an event the first by file and record', async () => {
    place(folder, 'copies/b.json', logFile([madeEvent(0)]));
    place(folder, 'copies/a.json', logFile([madeEvent(1), madeEvent(0), madeEvent(0)]));
    for (const order of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      const paths = order.map((name) => `${folder}/copies/${name}.json`);
      const { stdout } = await keytrail(['hunt', ...paths, ...RULES, '--level', 'high', '--json']);
      const { matches, input } = JSON.parse(stdout) as { matches: { event: object }[]; input: object };
      expect(matches.map((match) => match.event)).toMatchObject([
        { file: `${folder}/copies/a.json`, record: 2 },
      ]);
      expect(input).toMatchObject({ events: 2, duplicates: 2 });
    }
  });

  it('counts each event without an ID, and a file that is given twice once', async () => {
    const bare = { ...madeEvent(0), eventID: undefined };
    const file = place(folder, 'bare/a.json', logFile([bare, bare]));
    const args = [
      'hunt',
      file,
      `${folder}/bare`,
      `${folder}/bare/../bare/a.json`,
      ...RULES,
      '--level',
      'high',
      '--json',
    ];
    const { matches } = JSON.parse((await keytrail(args)).stdout) as { matches: unknown[] };
    expect(matches).toHaveLength(2);
  });
});
