/** The name of a context among others. */

/** What keeps the parts of a key apart: no ARN, network or tool holds it. */
const BETWEEN = '\n';

/** Key of a context in `Activity.contexts`. */
export function contextKey(subject: string, network: string, tool: string): string {
  return `${plain(subject)}${BETWEEN}${plain(network)}${BETWEEN}${plain(tool)}`;
}

function plain(part: string): string {
  return part.includes(BETWEEN) ? part.replaceAll(BETWEEN, ' ') : part;
}

/** The network in a key. */
export function networkIn(key: string): string {
  return key.split(BETWEEN, 2)[1] ?? '';
}
