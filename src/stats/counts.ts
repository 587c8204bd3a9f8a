/** Everything that is counted about logs: a value that can be merged, in any order. */
import { Distinct } from './distinct.ts';
import { Names } from './names.ts';
import { PairTable } from './pair-table.ts';
import type { PackedPairs, Translation } from './pair-table.ts';
import { SumTable } from './sum-table.ts';
import { firstChanges } from './trail-change.ts';
import type { TrailChange } from './trail-change.ts';

/** Things with a name; an `agent` is a user agent taken apart (see `agent-text.ts`), a `call` an event name. */
const NAMED = [
  'user',
  'principal',
  'address',
  'agent',
  'account',
  'region',
  'source',
  'call',
  'code',
  'category',
] as const;
type Named = (typeof NAMED)[number];

/** Pairs that are counted. */
type Pair =
  | 'place'
  | 'api'
  | 'placeHour'
  | 'apiCategory'
  | 'codeApi'
  | 'userPrincipal'
  | 'userAddress'
  | 'userAgent'
  | 'userApi'
  | 'userPlace'
  | 'userDay';
type Part = Named | 'place' | 'api' | 'hour' | 'day';

/** The two parts of each pair, in an order in which each finds them translated. Hours and days count from 1970. */
const PAIRS: { readonly [P in Pair]: readonly [Part, Part] } = {
  place: ['account', 'region'],
  api: ['source', 'call'],
  placeHour: ['place', 'hour'],
  apiCategory: ['api', 'category'],
  codeApi: ['code', 'api'],
  userPrincipal: ['user', 'principal'],
  userAddress: ['user', 'address'],
  userAgent: ['user', 'agent'],
  userApi: ['user', 'api'],
  userPlace: ['user', 'place'],
  userDay: ['user', 'day'],
};

const SUMMED = ['user', 'address', 'agent', 'place', 'api', 'code'] as const;
type Summed = (typeof SUMMED)[number];

/** Counts in a form that can be sent between threads. */
export interface PackedCounts {
  readonly names: { readonly [N in Named]: readonly string[] };
  readonly pairs: { readonly [P in Pair]: PackedPairs };
  readonly sums: { readonly [S in Summed]: Float64Array };
  readonly keys: readonly (readonly [user: number, hashes: readonly number[]])[];
  readonly changes: readonly TrailChange[];
  readonly undated: number;
}

export class Counts {
  readonly names: { readonly [N in Named]: Names } = record(NAMED, () => new Names());
  readonly pairs: { readonly [P in Pair]: PairTable } = record(
    Object.keys(PAIRS) as Pair[],
    () => new PairTable(),
  );
  readonly sums: { readonly [S in Summed]: SumTable } = record(SUMMED, () => new SumTable());
  /** Distinct temporary keys by user. */
  readonly keys: Map<number, Distinct> = new Map();
  changes: TrailChange[] = [];
  /** Events without a readable time. */
  undated = 0;

  /** Adds other counts to these. */
  merge(other: PackedCounts): void {
    const translations: { [P in Part]?: Translation } = {};
    for (const name of NAMED) translations[name] = this.names[name].adopt(other.names[name]);
    for (const [pair, [first, second]] of Object.entries(PAIRS) as [Pair, readonly [Part, Part]][]) {
      const numbers = this.pairs[pair].adopt(other.pairs[pair], translations[first], translations[second]);
      if (pair === 'place' || pair === 'api') translations[pair] = numbers;
    }
    for (const name of SUMMED) this.sums[name].adopt(other.sums[name], translations[name]!);
    for (const [user, hashes] of other.keys) this.keysOf(translations.user![user]!).merge(hashes);
    this.changes = firstChanges([...this.changes, ...other.changes]);
    this.undated += other.undated;
  }

  keysOf(user: number): Distinct {
    let keys = this.keys.get(user);
    if (keys === undefined) this.keys.set(user, (keys = new Distinct()));
    return keys;
  }

  pack(): PackedCounts {
    return {
      names: record(NAMED, (name) => this.names[name].list),
      pairs: record(Object.keys(PAIRS) as Pair[], (pair) => this.pairs[pair].pack()),
      sums: record(SUMMED, (name) => this.sums[name].pack()),
      keys: [...this.keys].map(([user, { hashes }]) => [user, hashes] as const),
      changes: firstChanges(this.changes),
      undated: this.undated,
    };
  }
}

function record<K extends string, V>(keys: readonly K[], valueOf: (key: K) => V): { [key in K]: V } {
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as { [key in K]: V };
}
