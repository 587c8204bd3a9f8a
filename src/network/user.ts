/** The user's own knowledge of addresses: company networks, AWS's published ranges, Tor exits, VPN lists. */
import { KeytrailError } from '../error.ts';
import { compareAddresses, formatAddress, networkOf, parsePrefix, type Prefix } from './address.ts';
import { isAwsRanges, readAwsRanges, type AwsRange } from './aws-ranges.ts';
import { createPrefixTable, type PrefixEntry, type PrefixTable } from './prefix-table.ts';

/** The kinds a list of addresses can be given as. */
export const LIST_KINDS = ['corporate', 'vpn', 'tor', 'hosting'] as const;
type ListKind = (typeof LIST_KINDS)[number];

/** What the user says about an address; `name` stands in for the holder of its AS. */
interface ListedNetwork {
  readonly kind: ListKind;
  readonly name: string | null;
}

export interface UserNetworks {
  readonly listed: PrefixTable<ListedNetwork>;
  readonly aws: PrefixTable<AwsRange>;
  /** For output: each file with the number of prefixes read from it. */
  readonly files: readonly { readonly file: string; readonly prefixes: number }[];
}

/** A file's text, its name for messages, and what a plain list in it stands for (company networks unless said). */
export interface UserText {
  readonly file: string;
  readonly text: string;
  readonly kind?: ListKind;
}

const TOR_EXIT_LINE = /^ExitAddress\s+(\S+)/;
const TOR_OTHER_LINE = /^(ExitNode|Published|LastStatus)\s/;

/**
 * Reads the user's files. By content: AWS's `ip-ranges.json`; Tor's exit list (`ExitAddress` lines); else one
 * prefix or address a line, optionally followed by a blank or comma and a name; `#` begins a comment.
 * Of two entries that hold an address the longer wins, then the later. Throws KeytrailError with file and line.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html
 */
export function readUserNetworks(texts: readonly UserText[]): UserNetworks {
  const listed: PrefixEntry<ListedNetwork>[] = [];
  const aws: PrefixEntry<AwsRange>[] = [];
  const files: { file: string; prefixes: number }[] = [];
  for (const given of texts) {
    const before = listed.length + aws.length;
    if (isAwsRanges(given.text)) aws.push(...readAwsRanges(given.file, given.text));
    else listed.push(...readList(given));
    files.push({ file: given.file, prefixes: listed.length + aws.length - before });
  }
  return { listed: createPrefixTable(listed), aws: createPrefixTable(aws), files };
}

function readList({ file, text, kind = 'corporate' }: UserText): PrefixEntry<ListedNetwork>[] {
  const entries: PrefixEntry<ListedNetwork>[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.replace(/#.*/, '').trim();
    if (line === '' || TOR_OTHER_LINE.test(line)) continue;
    const exit = TOR_EXIT_LINE.exec(line)?.[1];
    const [cidr = '', ...rest] = exit === undefined ? line.split(/[\s,]+/) : [exit];
    const prefix = checkedPrefix(cidr, `${file}:${index + 1}`);
    const name = rest.length === 0 ? null : line.slice(cidr.length).replace(/^[\s,]+/, '');
    entries.push({ prefix, rank: 0, value: { kind: exit === undefined ? kind : 'tor', name } });
  }
  return entries;
}

/** A prefix with bits set beyond its length is nearly always a slip, and could cover far too much. */
function checkedPrefix(text: string, where: string): Prefix {
  const prefix = parsePrefix(text);
  if (!prefix) {
    throw new KeytrailError(`${where}: "${text.slice(0, 60)}" is not an address or a CIDR prefix.`, {
      hint: 'Write one a line, such as "203.0.113.0/24 London office"; "#" begins a comment.',
    });
  }
  const start = networkOf(prefix);
  if (compareAddresses(start, prefix.address) !== 0) {
    const length = text.slice(text.indexOf('/'));
    throw new KeytrailError(`${where}: "${text}" has bits set beyond ${length}.`, {
      hint: `Did you mean ${formatAddress(start)}${length}?`,
    });
  }
  return prefix;
}
