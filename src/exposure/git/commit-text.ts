/** Reads what commits and tags say of themselves. */

export interface CommitHeader {
  readonly author: string | null;
  /** Of the committer. */
  readonly timeMs: number | null;
  readonly authoredMs: number | null;
}

const LINE_END = 0x0a;
const SPACE = 0x20;

/** The header of a commit or a tag, as text. */
function headerText(bytes: Buffer): string {
  const end = bytes.indexOf('\n\n');
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

/** @param bytes of a commit. Undefined when it names no tree. */
export function readCommit(bytes: Buffer): CommitHeader | undefined {
  const text = headerText(bytes);
  if (!/^tree [0-9a-f]{40,64}$/m.test(text)) return undefined;
  return {
    author: personOf(text, 'author'),
    timeMs: timeOf(text, 'committer'),
    authoredMs: timeOf(text, 'author'),
  };
}

export interface TagHeader {
  readonly object: string;
  readonly tagger: string | null;
  readonly timeMs: number | null;
}

/** @param bytes of an annotated tag. Undefined when it names no object. */
export function readTag(bytes: Buffer): TagHeader | undefined {
  const text = headerText(bytes);
  const object = /^object ([0-9a-f]{40,64})$/m.exec(text)?.[1];
  if (object === undefined) return undefined;
  return { object, tagger: personOf(text, 'tagger'), timeMs: timeOf(text, 'tagger') };
}

/** The lines of people: who, and when. */
const ROLES = {
  author: { person: /^author (.*?)(?: -?\d+ [+-]\d+)?$/m, time: /^author .*?(-?\d{1,11}) [+-]\d+$/m },
  committer: {
    person: /^committer (.*?)(?: -?\d+ [+-]\d+)?$/m,
    time: /^committer .*?(-?\d{1,11}) [+-]\d+$/m,
  },
  tagger: { person: /^tagger (.*?)(?: -?\d+ [+-]\d+)?$/m, time: /^tagger .*?(-?\d{1,11}) [+-]\d+$/m },
};

function personOf(text: string, role: keyof typeof ROLES): string | null {
  return ROLES[role].person.exec(text)?.[1] ?? null;
}

function timeOf(text: string, role: keyof typeof ROLES): number | null {
  const seconds = ROLES[role].time.exec(text)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

export interface CommitLinks {
  readonly treeAt: number;
  /** Where the names of parents begin, in hexadecimal. */
  readonly parentsAt: readonly number[];
  /** In seconds, of the committer; 0 when it cannot be read. */
  readonly time: number;
}

/** The tree, the parents and the time of a commit, without making text: what links commits, for all commits of a repository. */
export function readLinks(bytes: Buffer, hexLength: number): CommitLinks | undefined {
  if (!startsWith(bytes, 0, TREE)) return undefined;
  let at = TREE.length + hexLength + 1;
  const parentsAt: number[] = [];
  while (startsWith(bytes, at, PARENT)) {
    parentsAt.push(at + PARENT.length);
    at += PARENT.length + hexLength + 1;
  }
  while (at < bytes.length && bytes[at] !== LINE_END && !startsWith(bytes, at, COMMITTER))
    at = lineAfter(bytes, at);
  if (at >= bytes.length || bytes[at] === LINE_END) return { treeAt: TREE.length, parentsAt, time: 0 };
  const zone = spaceBefore(bytes, lineAfter(bytes, at) - 1);
  const start = spaceBefore(bytes, zone - 1) + 1;
  const time = Number(bytes.toString('latin1', start, zone));
  return { treeAt: TREE.length, parentsAt, time: start > at && Number.isSafeInteger(time) ? time : 0 };
}

const TREE = Buffer.from('tree ');
const PARENT = Buffer.from('parent ');
const COMMITTER = Buffer.from('committer ');

function startsWith(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let n = 0; n < wanted.length; n++) if (bytes[at + n] !== wanted[n]) return false;
  return true;
}

function lineAfter(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && bytes[end] !== LINE_END) end++;
  return Math.min(end + 1, bytes.length);
}

/** The last space up to `at`; -1 when there is none. */
function spaceBefore(bytes: Uint8Array, at: number): number {
  let space = at;
  while (space >= 0 && bytes[space] !== SPACE) space--;
  return space;
}
