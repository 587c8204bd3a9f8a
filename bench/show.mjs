// Tables of results, as text.
/** One line for each contender; the text is a Markdown table too. */
export function corpusTable(corpus, rows) {
  const lines = Object.values(rows).map((row) => [
    row.label,
    thousands(corpus.events / row.seconds),
    (corpus.bytes / row.seconds / 1e6).toFixed(0),
    row.seconds.toFixed(2),
    `${row.fastest.toFixed(2)}–${row.slowest.toFixed(2)}`,
    row.cpuSeconds?.toFixed(2) ?? '',
    row.peakMb?.toFixed(0) ?? '',
    row.noisy === 0 ? '' : `${row.noisy} of ${row.runs}`,
  ]);
  const head = ['', 'events/s', 'MB/s', 's', 'range', 'CPU s', 'peak MB', 'noisy runs'];
  return markdown(head, lines, 1);
}

export function barTable(bars) {
  const lines = bars.map(({ what, reached, wanted, met }) => [
    what,
    reached,
    wanted ?? '',
    met === null ? '' : met ? 'met' : 'missed',
  ]);
  return markdown(['bar', 'reached', 'wanted', ''], lines, 1);
}

export function corpusLine({ name, files, events, bytes, packed, source }) {
  const size = `${(bytes / 1e6).toFixed(0)} MB in ${(packed / 1e6).toFixed(0)} MB of gzip`;
  return `${name}: ${thousands(events)} events in ${thousands(files)} files, ${size}, from ${source} samples`;
}

/** A Markdown table that reads well as text too; columns from `firstNumber` on are aligned to the right. */
function markdown(head, lines, firstNumber) {
  const widths = head.map((title, n) => Math.max(title.length, ...lines.map((line) => line[n].length), 3));
  const pad = (cell, n) => (n < firstNumber ? cell.padEnd(widths[n]) : cell.padStart(widths[n]));
  const row = (cells) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = widths.map((width, n) => (n < firstNumber ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [row(head), `| ${rule.join(' | ')} |`, ...lines.map(row)].join('\n');
}

function thousands(number) {
  return Math.round(number).toLocaleString('en');
}
