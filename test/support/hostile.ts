/** Puts hostile texts wherever an intruder, or whoever names things, could have put them. */

/** Texts that do something in one of the formats, in a browser, in a spreadsheet, on GitHub or in a terminal. */
export const HOSTILE: readonly string[] = [
  '<script>document.title="owned";alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  `' autofocus onfocus='alert(1)`,
  '</style><script>alert(1)</script>',
  '</title><svg/onload=alert(1)>',
  '<!-- ',
  ']]>',
  '&lt;b&gt; &#60;i&#62;',
  '![x](https://evil.example/x.png)',
  '[click](javascript:alert(1))',
  '[a]: https://evil.example/a',
  '[^1]: https://evil.example/b',
  '<https://evil.example/c>',
  'see https://evil.example/d for more',
  'www.evil.example',
  'someone@evil.example',
  '@octocat and #1 and GH-1',
  ':skull: $x^2$ **b** __i__ ~~s~~',
  '| a | b |',
  String.raw`a\|b`,
  '\\',
  '`',
  '``` ```',
  '`a`|`b`',
  '# heading',
  '- item',
  '1. item',
  '> quote',
  '---',
  '===',
  'a\n\n# b\r\n| c |',
  '=HYPERLINK("http://evil.example","x")',
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  ' =1+1',
  "=cmd|' /C calc'!A0",
  '\uff1d1+1',
  '\u202egnp.exe',
  '\u2066a\u2069',
  '\u0000\u001b[2J\u0007\u009b31m',
  '\ud800',
  'a\u200bb\ufeff\u00ad',
  "' OR [ipv4-addr:value = '198.51.100.1'] AND '",
  '__proto__',
  'constructor',
  `FwoGZXIvYXdz${'Ab1+/'.repeat(40)}`,
  'x'.repeat(3000),
  '',
];

/** The beginning of the session token among them: it must be nowhere. */
export const TOKEN = 'FwoGZXIvYXdz';

/** Members whose values are words of the program, not texts of a log. */
const WORDS = new Set([
  'kind',
  'because',
  'band',
  'actor',
  'class',
  'certainty',
  'state',
  'confidence',
  'rule',
  'about',
  'type',
  'sha256',
  'level',
  'reach',
  // Without it nothing would be joined.
  'keyId',
  'phase',
  'mode',
  'verdict',
  'check',
]);

/** A copy in which every text is what `pick` gives; words of the program and all numbers stay. */
export function withTexts<T>(value: T, pick: (old: string) => string, name = ''): T {
  if (typeof value === 'string') return (WORDS.has(name) ? value : pick(value)) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => withTexts(item, pick, name)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [key, withTexts(inner, pick, key)]),
  ) as T;
}
