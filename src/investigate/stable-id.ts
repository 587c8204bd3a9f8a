/** Short identifiers made from content: the same content has the same one, in every run. */

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 0xffff_ffff_ffff_ffffn;

/** `F-` or `INC-` and eight hexadecimal digits of the FNV-1a hash of the parts. */
export function stableId(prefix: 'F' | 'INC', ...parts: readonly string[]): string {
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(parts.join('\n')))
    hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  // Both halves count: the upper ones alone differ little between short texts.
  const folded = (hash >> 32n) ^ (hash & 0xffff_ffffn);
  return `${prefix}-${folded.toString(16).padStart(8, '0')}`;
}
