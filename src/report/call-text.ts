/** A call in one line. */
import type { TimelineEntry } from '../investigate/incident.ts';
import { numberText } from '../text.ts';
import type { Text } from './document.ts';

/** `iam:CreateUser backup-svc`, and what came of it. */
export function callText({ service, action, target, error, calls }: TimelineEntry): Text {
  return [
    { code: `${service}:${action}` },
    ...(target === '' ? [] : [' ', { code: target }]),
    ...(error === '' ? [] : [' → ', { code: error }]),
    ...(calls === 1 ? [] : [` ×${numberText(calls)}`]),
  ];
}
