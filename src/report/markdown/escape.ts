/** Text from logs in Markdown as GitHub reads it: nothing in it becomes a link, an image, a mention, HTML or a table cell. */
import { shownText } from '../shown-text.ts';

/** Words that GitHub makes something of even where their signs are escaped. As code they stay words. */
const LIVE = /[@#$]|:\/\/|www\.|:[\w+-]+:|^\W*[0-9a-f]{7,40}\W*$|\bGH-\d|mailto:|xmpp:/i;

/** Prose in one line. */
export function markdownText(text: string): string {
  return shownText(text)
    .split(/([ \u00a0\u3000]+)/)
    .map((word) => (LIVE.test(word) ? codeWord(word) : escapeSigns(word)))
    .join('')
    .replace(/^(\s*)([#+\-=])/, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)])/, String.raw`$1\$2`);
}

/** The word as code, the sentence's own signs behind it left outside where the rest is what GitHub would act on. */
function codeWord(word: string): string {
  let end = word.length;
  while (end > 0 && '.,;!?)"”'.includes(word[end - 1]!)) end--;
  const core = word.slice(0, end);
  return LIVE.test(core) ? codeSpan(core) + word.slice(end) : codeSpan(word);
}

function escapeSigns(word: string): string {
  return word.replaceAll(/[\\`*_[\]<>~|&]/g, String.raw`\$&`);
}

/** A text to be read letter by letter. */
export function markdownCode(text: string): string {
  const shown = shownText(text);
  return shown.trim() === '' ? '–' : codeSpan(shown);
}

/** A `|` stands between code spans, as no code span of a table cell can hold one behind a `\`. */
function codeSpan(text: string): string {
  return text
    .split('|')
    .map((part) => {
      if (part.trim() === '') return part;
      const longest = Math.max(0, ...[...part.matchAll(/`+/g)].map(([run]) => run.length));
      const fence = '`'.repeat(longest + 1);
      const pad = /^`|`$|^ .* $/.test(part) ? ' ' : '';
      return `${fence}${pad}${part}${pad}${fence}`;
    })
    .join('&#124;');
}
