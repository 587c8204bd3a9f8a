import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visitFiles, visitRecords } from '../../test/support/search-events.ts';
import { searchCondition } from '../cli/search-condition.ts';
import type { SearchOptions } from '../cli/search.ts';
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { Columns } from '../sigma/columns.ts';
import { scalarsOf } from '../sigma/path.ts';
import { compileRegex } from '../sigma/regex.ts';
import { keywordCondition } from './conditions.ts';
import { EventTest } from './event-test.ts';

const SAMPLES = new URL('../../../shared/data/', import.meta.url);
const present = existsSync(SAMPLES);
const names = present ? readdirSync(SAMPLES).filter((name) => name.endsWith('.ndjson.gz')) : [];

/** The events of a file by `JSON.parse` alone, with the numbers of their lines. */
function naiveEvents(name: string): { readonly place: string; readonly json: JsonObject }[] {
  const lines = gunzipSync(readFileSync(new URL(name, SAMPLES)))
    .toString()
    .trimEnd()
    .split('\n');
  return lines.flatMap((line, n) => {
    const value = JSON.parse(line) as JsonObject;
    const event = (value['detail'] ?? value['event'] ?? value) as JsonObject;
    return 'eventName' in event && 'eventSource' in event
      ? [{ place: `${pathOf(name)} ${n + 1}`, json: event }]
      : [];
  });
}

/** The file of a sample. */
function pathOf(name: string): string {
  return fileURLToPath(new URL(name, SAMPLES));
}

/** For each search, the file and number of every record it finds. */
async function searched(tests: readonly EventTest[]): Promise<string[][]> {
  const found: string[][] = tests.map(() => []);
  await visitFiles(names.map(pathOf), (event) => {
    tests.forEach((test, n) => {
      if (test.holds(event)) found[n]!.push(`${event.file} ${event.record}`);
    });
  });
  return found;
}

type Chosen = Omit<SearchOptions, 'format' | 'threads'>;

/** One wish, and the same in plain words over parsed JSON. */
interface Wish {
  readonly options: Chosen;
  holds(event: JsonObject): boolean;
}

function at(event: JsonObject, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>((value, name) => (isJsonObject(value) ? value[name] : undefined), event);
}

function textOf(event: JsonObject, field: string): string {
  const value = event[field];
  return typeof value === 'string' ? value : 'none';
}

function same(a: Json | undefined, b: string): boolean {
  return typeof a === 'string' && a.toLowerCase() === b.toLowerCase();
}

/** Wishes taken from what the samples hold, so that most find something. */
function wishes(events: readonly JsonObject[]): fc.Arbitrary<Wish> {
  const one = fc.constantFrom(...events);
  return fc.oneof(
    one.map((event): Wish => {
      const name = textOf(event, 'eventName');
      return { options: { event: [name] }, holds: (other) => same(other['eventName'], name) };
    }),
    one.chain((event) => {
      const texts = scalarsOf(event)
        .map(String)
        .filter((text) => text !== '');
      return fc
        .tuple(fc.constantFrom(...texts), fc.nat(), fc.integer({ min: 1, max: 20 }))
        .map(([text, start, length]): Wish => {
          const keyword = text
            .slice(start % text.length)
            .slice(0, length)
            .toUpperCase();
          return {
            options: { keyword: [keyword] },
            holds: (other) =>
              scalarsOf(other).some((value) => String(value).toLowerCase().includes(keyword.toLowerCase())),
          };
        });
    }),
    fc
      .constantFrom('^[0-9]+$', 'adm', '(?i)ROLE/', 'user/[a-z]+', '[A-Z]{4}:', 'eu-(west|north)')
      .map((pattern): Wish => {
        const regex = compileRegex(pattern, '');
        return {
          options: { regex: [pattern] },
          holds: (other) => scalarsOf(other).some((value) => regex.test(String(value))),
        };
      }),
    one.map((event): Wish => {
      const id = textOf(event, 'eventID');
      return { options: { eventId: [id.toUpperCase()] }, holds: (other) => same(other['eventID'], id) };
    }),
    one.map((event): Wish => {
      const address = textOf(event, 'sourceIPAddress');
      const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(address);
      const network = address.split('.').slice(0, 3).join('.');
      return isAddress && Math.max(...address.split('.').map(Number)) < 256
        ? {
            options: { address: [`${network}.0/24`] },
            holds: ({ sourceIPAddress: other }) =>
              typeof other === 'string' &&
              new RegExp(String.raw`^${network.replaceAll('.', '[.]')}\.([01]?\d?\d|2[0-4]\d|25[0-5])$`).test(
                other,
              ),
          }
        : { options: { event: ['*'] }, holds: () => true };
    }),
    fc.constant<Wish>({
      options: { error: ['*Denied*', '*Unauthorized*'] },
      holds: ({ errorCode }) => typeof errorCode === 'string' && /denied|unauthorized/i.test(errorCode),
    }),
    one.map((event): Wish => {
      const region = textOf(event, 'awsRegion');
      return {
        options: { where: [`awsRegion!=${region}`] },
        holds: (other) => !same(other['awsRegion'], region),
      };
    }),
    fc
      .constantFrom(
        'requestParameters.userName',
        'responseElements.user',
        'errorMessage',
        'userIdentity.invokedBy',
      )
      .map((path): Wish => ({
        options: { where: [`${path}|exists=true`] },
        holds: (other) => at(other, path) !== undefined,
      })),
  );
}

describe.skipIf(!present)('searching the sample logs (skipped: ../shared/data is not here)', () => {
  it('finds what a filter over parsed JSON finds', async () => {
    const events = names.flatMap(naiveEvents);
    const arbitrary = fc.array(wishes(events.map(({ json }) => json)), { minLength: 1, maxLength: 3 });
    const searches = fc.sample(arbitrary, 40).map((wanted) => {
      // An option that was drawn twice counts as drawn last.
      return [...new Map(wanted.map((wish) => [Object.keys(wish.options)[0], wish])).values()];
    });
    const conditions = await Promise.all(
      searches.map(async (parts) =>
        searchCondition(
          Object.assign({ format: 'table', threads: 1 }, ...parts.map(({ options }) => options)),
        ),
      ),
    );
    const found = await searched(
      conditions.map((condition) => new EventTest(condition, new Columns(() => undefined))),
    );
    let hits = 0;
    searches.forEach((parts, n) => {
      const wanted = events.filter(({ json }) => parts.every((part) => part.holds(json)));
      const asked = parts.map(({ options }) => options);
      expect({ asked, found: found[n] }).toEqual({ asked, found: wanted.map(({ place }) => place) });
      hits += wanted.length;
    });
    expect(hits).toBeGreaterThan(100);
  });
});

describe('an event that is hard to look through', () => {
  it('is shown rather than missed when it is nested too deeply', () => {
    const depth = 100_000;
    const deep = `{"eventName":"A","eventSource":"b","requestParameters":${'['.repeat(depth)}"needle"${']'.repeat(depth)}}`;
    const test = new EventTest(keywordCondition(['needle']), new Columns(() => undefined));
    const answers: boolean[] = [];
    visitRecords([deep, '{"eventName":"A","eventSource":"b"}'], (event) => answers.push(test.holds(event)));
    expect(answers).toEqual([true, false]);
  });
});
