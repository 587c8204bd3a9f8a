/** What the place of a credential says about it. */
import type { Assessed } from './assess.ts';
import type { Exposure, ExposureLevel, Place } from './exposure.ts';

const EXAMPLES =
  /(?:^|[/\\])(?:tests?|__tests__|specs?|fixtures?|testdata|examples?|samples?|mocks?|docs?)[/\\]/i;
const USUAL = /(?:^|[/\\])\.aws[/\\](?:credentials|config)$/;
const LOWER: Readonly<Record<ExposureLevel, ExposureLevel>> = {
  high: 'medium',
  medium: 'low',
  low: 'low',
  info: 'info',
};

/** The exposure in its place: one level less where keys usually lie, or are mostly made up. */
export function placed(found: Assessed, place: Place): Exposure {
  const { kind, keyId, account, secretHash, secretHint, level, reasons, known } = found;
  const assessed = { kind, keyId, account, secretHash, secretHint, level, reasons, known };
  const lower = LOWER[level];
  if (lower === level) return { ...assessed, place };
  // The innermost name: an archive may lie in a folder of tests as well as hold one.
  const names = [place.git?.file ?? place.path, ...place.inside];
  if (USUAL.test(names.at(-1)!)) {
    const reason =
      'It lies where the tools of AWS keep keys: no leak, but all programs of this user can read it.';
    return { ...assessed, level: lower, reasons: [...reasons, reason], place };
  }
  if (!names.some((name) => EXAMPLES.test(name))) return { ...assessed, place };
  const reason = 'It lies among tests, examples or documentation, which weighs less.';
  return { ...assessed, level: lower, reasons: [...reasons, reason], place };
}

const LINE_ENDS = 0x0a0a0a0a;
const LOW_BITS = 0x7f7f7f7f;
const ONES = 0x01010101;
/** From so many bytes on it is worth the beginning. */
const MANY = 64;

/** Lines that end in these bytes. */
export function lineEnds(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  let at = from;
  if (to - from >= MANY) {
    for (; ((bytes.byteOffset + at) & 3) !== 0; at++) if (bytes[at] === 0x0a) lines++;
    // Four bytes at a time: those that are a line end become 0, the others get their highest bit set.
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (to - at) >> 2);
    for (let n = 0; n < words.length; n++) {
      const others = words[n]! ^ LINE_ENDS;
      const ends = ~((((others & LOW_BITS) + LOW_BITS) | others) >>> 7) & ONES;
      lines += Math.imul(ends, ONES) >>> 24;
    }
    at += 4 * words.length;
  }
  for (; at < to; at++) if (bytes[at] === 0x0a) lines++;
  return lines;
}
