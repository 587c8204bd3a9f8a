/** Which events AWS services can log: the knowledge by which lint says that a rule can never fire. */
import { KeytrailError } from '../error.ts';
import { EXTRA_EVENTS } from './catalogue-extra.ts';

/** Questions about (eventSource, eventName) pairs. Case does not matter, as in Sigma. */
export interface Catalogue {
  /** Whether the service can log an event of that name; a version date behind a known name is accepted. */
  has(source: string, name: string): boolean;
  /** Whether any event has this source, such as `iam.amazonaws.com`. */
  hasSource(source: string): boolean;
  /** The sources that can log an event of that name, sorted; empty for a name that none can. */
  sourcesOf(name: string): readonly string[];
}

/** What one source can log. */
interface Names {
  /** Names as logged, in lower case. */
  readonly logged: Set<string>;
  /** The same without version dates. */
  readonly undated: Set<string>;
}

const DOMAIN = '.amazonaws.com';

/** A source whose names cannot be listed has this one. */
const ANY = '*';

/**
 * `CreateFunction20150331`, `UpdateFunctionCode20150331v2`, `CreateDistribution2020_05_31`: Lambda, CloudFront and
 * others log the version of the API behind the name of the operation.
 */
const VERSION = /(?:\d{8}|\d{4}_\d{2}_\d{2})(?:v\d{1,2})?$/i;

/**
 * Reads `catalogue.txt` and adds the events that are no API operation.
 *
 * A line without a colon starts the block of one or more sources (without `.amazonaws.com`). The lines below hold
 * verbs, a colon and nouns: every verb stands with every noun, and `.` is the empty noun.
 *
 * @throws KeytrailError when a line comes before the first source
 */
export function parseCatalogue(text: string): Catalogue {
  const sources = new Map<string, Names>();
  let block: readonly string[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [verbs = '', nouns] = line.split(':', 2);
    if (nouns === undefined) {
      block = words(line);
      continue;
    }
    if (block.length === 0)
      throw new KeytrailError('the API catalogue is damaged: its first line names no source');
    const names = combined(verbs, nouns);
    for (const source of block) addNames(sources, source, names);
  }
  for (const { source, names } of EXTRA_EVENTS) addNames(sources, source, words(names));
  return catalogueOf(sources);
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

function combined(verbs: string, nouns: string): string[] {
  const endings = words(nouns).map((noun) => (noun === '.' ? '' : noun));
  return words(verbs).flatMap((verb) => endings.map((ending) => verb + ending));
}

function addNames(sources: Map<string, Names>, source: string, names: readonly string[]): void {
  const entry = sources.get(source) ?? { logged: new Set(), undated: new Set() };
  for (const name of names) {
    entry.logged.add(name.toLowerCase());
    entry.undated.add(name.toLowerCase().replace(VERSION, ''));
  }
  sources.set(source, entry);
}

function catalogueOf(sources: ReadonlyMap<string, Names>): Catalogue {
  const namesOf = (source: string): Names | undefined => {
    const lower = source.toLowerCase();
    return lower.endsWith(DOMAIN) ? sources.get(lower.slice(0, -DOMAIN.length)) : undefined;
  };
  return {
    has(source, name) {
      const names = namesOf(source);
      return names !== undefined && (names.logged.has(ANY) || isLogged(names, name.toLowerCase()));
    },
    hasSource: (source) => namesOf(source) !== undefined,
    sourcesOf(name) {
      const lower = name.toLowerCase();
      const found = [...sources].filter(([, names]) => isLogged(names, lower));
      return found.map(([source]) => source + DOMAIN).toSorted();
    },
  };
}

/** @param name in lower case */
function isLogged(names: Names, name: string): boolean {
  if (names.logged.has(name)) return true;
  const undated = name.replace(VERSION, '');
  return undated !== name && names.undated.has(undated);
}
