/** The name of a context among others. */

/** What keeps the parts of a key apart: no ARN, network or tool holds it. */
const BETWEEN = '\n';

/** Key of a context in `Activity.contexts`. */
export function contextKey(subject: string, network: string, tool: string): string {
  return [subject, network, tool].map((part) => part.replaceAll(BETWEEN, ' ')).join(BETWEEN);
}
