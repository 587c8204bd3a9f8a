/** Text from logs in HTML: between tags, and between the quotes of an attribute. */
import { shownText } from '../shown-text.ts';

const ENTITIES: { readonly [sign: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function htmlText(text: string): string {
  return shownText(text).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign]!);
}
