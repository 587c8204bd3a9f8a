/**
 * The modifiers that encode texts: `base64`, `base64offset`, `wide` and the other forms of UTF-16.
 *
 * https://sigmahq.io/sigma-specification/specification/sigma-appendix-modifiers.html#encoding
 */
import type { GlobPart } from './rule.ts';
import { asText, plainText } from './value.ts';
import type { Modifier, TextDraft, Wrong } from './value.ts';

/** `base64`: the value as Base64 encodes it. */
export const base64: Modifier = (draft, { name }) => {
  const bytes = bytesOf(asText(draft), name);
  return 'wrong' in bytes ? bytes : [encodedDraft(bytes.toString('base64'))];
};

/** Characters of the encoding that depend on what stands before the value, by how far it is shifted. */
const BEFORE = [0, 2, 3] as const;
/** The same behind the value, by its last block's length. */
const BEHIND = [0, 3, 2] as const;

/**
 * `base64offset`: the parts of the encoding that stay the same wherever the value stands inside of a longer
 * text, one for each of the three shifts. Usually followed by `contains`.
 */
export const base64offset: Modifier = (draft, { name }) => {
  const bytes = bytesOf(asText(draft), name);
  if ('wrong' in bytes) return bytes;
  if (bytes.length < 2)
    return { wrong: '"base64offset" needs at least two bytes to tell the value from others' };
  return BEFORE.map((before, shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const behind = BEHIND[(bytes.length + shift) % 3] ?? 0;
    return encodedDraft(encoded.slice(before, encoded.length - behind));
  });
};

function bytesOf(text: TextDraft | undefined, name: string): Buffer | Wrong {
  const plain = text === undefined ? undefined : plainText(text);
  if (text === undefined || plain === undefined) return { wrong: `"${name}" needs a text without wildcards` };
  return Buffer.from(plain, text.binary ? 'latin1' : 'utf8');
}

/** Base64 has no wildcards and no backslash, so the text stands for itself. */
function encodedDraft(encoded: string): TextDraft {
  return { kind: 'text', raw: encoded, parts: [encoded], cased: false, binary: false };
}

/** `wide`, `utf16le`, `utf16be`, `utf16`: the value's bytes in that encoding. Usually followed by `base64`. */
export function utf16(order: 'little' | 'big', mark: boolean): Modifier {
  return (draft, { name }) => {
    const text = asText(draft);
    if (text === undefined || text.binary) return { wrong: `"${name}" needs a text that is not encoded yet` };
    const parts: GlobPart[] = text.parts.map((part) =>
      typeof part === 'string' ? encode(part, order).toString('latin1') : part,
    );
    if (mark) parts.unshift(encode('\ufeff', order).toString('latin1'));
    return [{ ...text, parts, binary: true }];
  };
}

function encode(text: string, order: 'little' | 'big'): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'little' ? bytes : bytes.swap16();
}
