import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { reportOn } from '../../test/support/collect-stats.ts';
import { agreedOf, countSlowly } from '../../test/support/naive-stats.ts';
import type { JsonObject } from '../json.ts';

const SAMPLES = new URL('../../../shared/data/', import.meta.url);
const present = existsSync(SAMPLES);
const files = present ? readdirSync(SAMPLES).filter((name) => name.endsWith('.ndjson.gz')) : [];

/** The events in a sample file, by `JSON.parse` alone. */
function recordsOf(packed: Uint8Array): JsonObject[] {
  return gunzipSync(packed)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => {
      const value = JSON.parse(line) as JsonObject;
      return (value['detail'] ?? value['event'] ?? value) as JsonObject;
    })
    .filter((record) => 'eventName' in record && 'eventSource' in record);
}

describe.skipIf(!present)('the sample logs (skipped: ../shared/data is not here)', () => {
  const packed = files.map((name) => readFileSync(new URL(name, SAMPLES)));

  it.each(files)('%s counts up to what a slow count says', (name) => {
    const bytes = readFileSync(new URL(name, SAMPLES));
    expect(agreedOf(reportOn([bytes]))).toEqual(countSlowly(recordsOf(bytes)));
  });

  it('together count up to what a slow count says, in whatever order they are merged', () => {
    const report = reportOn(packed);
    expect(agreedOf(report)).toEqual(countSlowly(packed.flatMap(recordsOf)));
    expect(
      reportOn(
        packed,
        packed.map((_, n) => packed.length - 1 - n),
      ),
    ).toEqual(report);
  });
});
