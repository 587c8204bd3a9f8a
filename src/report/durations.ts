/** Lengths of time in words a person says. */

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** The two largest units: `3 d 4 h`, `12 min 5 s`, `0 s`; `-` in front of negative ones. */
export function durationText(ms: number): string {
  const whole = Math.abs(ms);
  const at = UNITS.findIndex(([, size]) => whole >= size);
  if (at < 0) return '0 s';
  const [name, size] = UNITS[at]!;
  const [smaller, smallerSize] = UNITS[at + 1] ?? ['', 0];
  const rest = smallerSize === 0 ? 0 : Math.floor((whole % size) / smallerSize);
  const text = `${Math.floor(whole / size)} ${name}${rest > 0 ? ` ${rest} ${smaller}` : ''}`;
  return ms < 0 ? `-${text}` : text;
}
