/** Names of resources, which one call gives as an ARN and another as a bare name. */

/** The name in an ARN of a function, trail, secret, parameter or bucket; any other text as it stands. */
export function bare(text: string): string {
  const [, secret] = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:([^:]+)/.exec(text) ?? [];
  if (secret !== undefined) return secret.replace(/-[A-Za-z0-9]{6}$/, '');
  const [, name] =
    /^arn:[^:]*:(?:lambda:[^:]*:[^:]*:function:|cloudtrail:[^:]*:[^:]*:trail\/|s3:::|ssm:[^:]*:[^:]*:parameter\/)([^:]+)/.exec(
      text,
    ) ?? [];
  return name ?? text;
}

/** Names of parameters may or may not begin with a slash; their ARNs never show it. */
export function sameResource(text: string): string {
  return bare(text).replace(/^\//, '');
}

/** The first of a list, and how many more there are. */
export function some(list: readonly string[], most = 5): string {
  const shown = list.slice(0, most).join(', ');
  return list.length > most ? `${shown} and ${list.length - most} more` : shown;
}

/** `1 call`, `2 calls` */
export function counted(count: number, thing: string, things = `${thing}s`): string {
  return `${count} ${count === 1 ? thing : things}`;
}

/** Distinct texts, sorted. */
export function distinct(texts: Iterable<string>): string[] {
  return [...new Set(texts)].filter((text) => text !== '').toSorted();
}

/** `2024-05-01 10:00:07 UTC`; a time that no calendar has is unknown. */
export function timeText(ms: number): string {
  return Math.abs(ms) <= LATEST
    ? `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
    : 'an unknown time';
}

/** The last millisecond that a Date can hold. */
const LATEST = 8.64e15;
