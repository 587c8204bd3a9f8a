/** Lines broken at spaces where the terminal is narrower. */

/** Joins words that belong on one line, as a number and its unit; shown as a space. */
export const TOGETHER = '\u00A0';

/** The text in lines of at most `width` columns (a longer word stands alone), each behind `indent`. */
export function wrapped(text: string, indent: string, width: number | undefined): string[] {
  const room = (width ?? Infinity) - indent.length;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<= )(?=\S)/)) {
    if (line !== '' && line.length + word.trimEnd().length > room) {
      lines.push(line);
      line = '';
    }
    line += word;
  }
  return [...lines, line].map((each) => indent + each.trimEnd().replaceAll(TOGETHER, ' '));
}
