/** Many calls in one line. */
import { numberText } from '../text.ts';
import { countText } from './count-text.ts';
import type { Text } from './document.ts';
import type { Run } from './timeline-rows.ts';

/** `412 calls, 3 failed: s3:ListBuckets ×40, … and 7 other kinds` */
export function runText({ count, failed, calls, otherCalls }: Run): Text {
  const heads = `${countText(count, 'call')}${failed > 0 ? `, ${numberText(failed)} failed` : ''}: `;
  return [
    heads,
    ...calls.flatMap(({ name, count: times }, n) => [
      n === 0 ? '' : ', ',
      { code: name },
      times > 1 ? ` ×${numberText(times)}` : '',
    ]),
    otherCalls > 0 ? ` and ${countText(otherCalls, 'other kind')}` : '',
  ];
}
