/** Arbitrary JSON *texts*: the same value spelled with any escapes, white space, key order and repeated keys. */
import * as fc from 'fast-check';

/** White space between tokens: mostly none, as AWS writes it, sometimes that of an editor or of Windows. */
export const space: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom(' ', '\n', '\t', '\r\n', '\n    ', '\r\n\t\t', ' '.repeat(70)) },
);

/** Pieces of a string as they stand between its quotes. */
const STRING_PIECES: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[\w .:/@-]{0,24}$/),
  fc.constantFrom(String.raw`\"`, String.raw`\\`, String.raw`\/`, String.raw`\b\f\n\r\t`),
  fc.constantFrom(String.raw`\u0041`, String.raw`\u00E9`, String.raw`\u2028`, String.raw`\u0000`),
  fc.constantFrom(String.raw`\ud83d\ude00`, String.raw`\uD83D`, String.raw`\udc00`, String.raw`\udc00\ud800`),
  fc.constantFrom('é', '日本', '😀', '\u2028', '\u007f', '\ufeff'),
  fc.constantFrom('{', '}', '[', ']', ':', ',', '{[', ']}', String.raw`{\"eventVersion\":\"1.08\",`),
  fc.constantFrom(String.raw`\"eventName\":\"Fake\"`, String.raw`\\\"`, String.raw`\\\\`),
);

/** A string token, quotes included; now and then longer than the scanner numbers (2048 bytes). */
export const stringToken: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.array(STRING_PIECES, { maxLength: 6 }).map((pieces) => `"${pieces.join('')}"`),
  },
  { weight: 1, arbitrary: fc.integer({ min: 2030, max: 2060 }).map((length) => `"${'x'.repeat(length)}"`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 300 }), STRING_PIECES)
      .map(([n, piece]) => `"${piece.repeat(n)}"`),
  },
);

/** A number, `true`, `false` or `null`. */
export const literal: fc.Arbitrary<string> = fc.constantFrom(
  'null',
  'true',
  'false',
  '0',
  '-0',
  '-12',
  '3.25',
  '1e5',
  '1E-7',
  '123456789012345678901234567890',
);

/** `name` as a key token, with some of its characters escaped. */
export function keyToken(name: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant(JSON.stringify(name)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.array(fc.nat({ max: 7 }), { minLength: name.length, maxLength: name.length }), fc.boolean())
        .map(
          ([dice, upper]) =>
            `"${name
              .split('')
              .map((char, n) => (dice[n] === 0 ? escaped(char, upper) : char))
              .join('')}"`,
        ),
    },
  );
}

function escaped(char: string, upper: boolean): string {
  const hex = char.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${upper ? hex.toUpperCase() : hex}`;
}

/** An object's text from the arbitrary `[key token, value text]` pairs of its members. */
export function objectText(
  member: fc.Arbitrary<readonly [string, string]>,
  size: { minLength?: number; maxLength: number },
): fc.Arbitrary<string> {
  const spaced = fc
    .tuple(member, space, space, space, space)
    .map(([[key, value], a, b, c, d]) => a + key + b + ':' + c + value + d);
  return fc.tuple(fc.array(spaced, size), space).map(([members, inside]) => {
    return `{${members.length === 0 ? inside : members.join(',')}}`;
  });
}

/** Any JSON value, nested a little, whose keys are taken from `names` or are any string. */
export function jsonText(names: readonly string[]): fc.Arbitrary<string> {
  const key = fc.oneof(fc.constantFrom(...names).chain(keyToken), stringToken, fc.constant('""'));
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      literal,
      stringToken,
      fc
        .array(fc.tuple(space, tie('value'), space), { maxLength: 4 })
        .map((items) => `[${items.map((parts) => parts.join('')).join(',')}]`),
      objectText(fc.tuple(key, tie('value')), { maxLength: 4 }),
    ),
  }));
  return value;
}
