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
export function placed({ offset: _, ...assessed }: Assessed, place: Place): Exposure {
  const lower = LOWER[assessed.level];
  if (lower === assessed.level) return { ...assessed, place };
  // The innermost name: an archive may lie in a folder of tests as well as hold one.
  const names = [place.git?.file ?? place.path, ...place.inside];
  if (USUAL.test(names.at(-1)!)) {
    const reason =
      'It lies where the tools of AWS keep keys: no leak, but all programs of this user can read it.';
    return { ...assessed, level: lower, reasons: [...assessed.reasons, reason], place };
  }
  if (!names.some((name) => EXAMPLES.test(name))) return { ...assessed, place };
  const reason = 'It lies among tests, examples or documentation, which weighs less.';
  return { ...assessed, level: lower, reasons: [...assessed.reasons, reason], place };
}

/** Lines that end in these bytes. */
export function lineEnds(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  for (let at = from; at < to; at++) if (bytes[at] === 0x0a) lines++;
  return lines;
}
