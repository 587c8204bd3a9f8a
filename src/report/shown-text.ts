/** A text from a log as documents show it: every character visible, secrets out, and not longer than one can read. */
import { clean, numberText } from '../text.ts';

/** Policies and user agents can have any length; the JSON holds all of it. */
const MOST = 600;

export function shownText(text: string): string {
  const whole = clean(text);
  if (whole.length <= MOST) return whole;
  const characters = [...whole];
  if (characters.length <= MOST) return whole;
  return `${characters.slice(0, MOST).join('')}… (${numberText(characters.length - MOST)} more characters)`;
}

/** Short enough for a label: the beginning and the end, which is where names differ. */
export function shortText(text: string, most: number): string {
  const characters = [...clean(text)];
  if (characters.length <= most) return characters.join('');
  const head = Math.ceil((most - 1) * 0.6);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (most - 1 - head)).join('')}`;
}
