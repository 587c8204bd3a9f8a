import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { expected, readFile, see } from '../../test/support/read-trail.ts';
import type { JsonObject } from '../json.ts';

const SAMPLES = new URL('../../../shared/data/', import.meta.url);
const present = existsSync(SAMPLES);
const files = present ? readdirSync(SAMPLES).filter((name) => name.endsWith('.ndjson.gz')) : [];

/** The events in a sample file, by `JSON.parse` alone, with the numbers of their lines. */
function naively(packed: Uint8Array): { record: number; json: JsonObject }[] {
  const lines = gunzipSync(packed).toString().trimEnd().split('\n');
  return lines.flatMap((line, n) => {
    const value = JSON.parse(line) as JsonObject;
    const event = (value['detail'] ?? value['event'] ?? value) as JsonObject;
    return 'eventName' in event && 'eventSource' in event ? [{ record: n + 1, json: event }] : [];
  });
}

describe.skipIf(!present)('the sample logs (skipped: ../shared/data is not here)', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThan(5);
  });

  it.each(files)('%s is read to the last record, each field as JSON.parse gives it', (name) => {
    const packed = readFileSync(new URL(name, SAMPLES));
    const lines = gunzipSync(packed).toString().trimEnd().split('\n').length;
    const wanted = naively(packed);
    const { events, problems, tally } = readFile(packed, see);
    expect(events).toHaveLength(wanted.length);
    events.forEach((event, n) => {
      expect(event).toStrictEqual({ record: wanted[n]!.record, ...expected(wanted[n]!.json) });
    });
    expect(problems).toEqual([]);
    expect(tally.otherRecords).toBe(lines - wanted.length);
  });
});
