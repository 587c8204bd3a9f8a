/** Numbers with what they count, in the singular and the plural. */
import { numberText } from '../text.ts';

/** `1 event`, `1,204 events`; `plural` where an s is not enough. */
export function countText(count: number, one: string, plural: string = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : plural}`;
}
