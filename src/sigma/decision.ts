/**
 * A decision tree over the classes of an event's hot values, grown along the events that come: at its leaves are the
 * rules that the event matches, or may match once the record is looked at. What an event costs does not depend on how
 * many rules there are.
 */
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import { plainSieve, SIEVE_IDS } from '../cloudtrail/sieve.ts';
import type { Sieve } from '../cloudtrail/sieve.ts';
import type { Columns } from './columns.ts';
import { necessaryLiterals } from './literals.ts';
import { OpenCompiler } from './open-condition.ts';
import type { EventTest } from './open-condition.ts';
import {
  CAPACITY,
  cellsNeeded,
  CHILDREN,
  FIELD as FIELD_CELL,
  NOTHING,
  Tree,
  UNGROWN,
} from './decision-tree.ts';
import { FieldReader } from './field-reader.ts';
import { assume, partialOf } from './partial.ts';
import type { Partial } from './partial.ts';
import type { Condition } from './rule.ts';
import { ValueClasses } from './value-classes.ts';
import type { ValueClass } from './value-classes.ts';

/** Order in which fields are asked: those that leave the fewest rules first; all others follow. */
const ASKED_FIRST = [
  'eventName',
  'errorCode',
  'userAgent',
  'userIdentity.type',
  'eventSource',
  'userIdentity.accessKeyId',
] as const;

/** The tree is grown anew beyond so many cells: hostile logs must not fill the memory. */
const MOST_CELLS = 300_000;

interface Open {
  readonly rule: number;
  readonly partial: Partial;
}

/** A rule that matches at a leaf, at once or if its test holds. */
interface Outcome {
  readonly rule: number;
  readonly test: EventTest | undefined;
}

const EVENT_NAME = FIELD['eventName'];
const FIELD_COUNT = Object.keys(FIELD).length;
const ORDER: readonly number[] = [
  ...new Set([
    ...ASKED_FIRST.map((name) => FIELD[name]),
    ...Array.from({ length: FIELD_COUNT }, (_, n) => n),
  ]),
];

/** The rules of a set, decided event by event. Remembers by value numbers, so each reader has its own. */
export class Decision {
  readonly #classes: readonly ValueClasses[];
  readonly #compiler: OpenCompiler;
  /** Rules that need one of certain event names, by that name in lower case; and all others. */
  readonly #byName = new Map<string, Open[]>();
  readonly #unnamed: Open[] = [];
  readonly #sieve: Sieve;
  readonly #tree: Tree;
  /** What is open at each inner node but the first; what each leaf comes to. */
  #open = new Map<number, readonly Open[]>();
  #leaves: (readonly Outcome[])[] = [];
  #epoch = 0;
  readonly #mostCells: number;

  /** In a scanner's `sieve` the tree leads rows past without an `Event` (see `ScannerSieve.sift`); it must serve no other. */
  constructor(
    conditions: readonly Condition[],
    columns: Columns,
    { mostCells = MOST_CELLS, sieve }: { mostCells?: number; sieve?: Sieve } = {},
  ) {
    this.#mostCells = mostCells;
    this.#sieve = sieve ?? plainSieve(cellsNeeded(mostCells));
    this.#tree = new Tree(this.#sieve);
    this.#classes = Array.from({ length: FIELD_COUNT }, (_, field) => new ValueClasses(field, this.#sieve));
    this.#compiler = new OpenCompiler(new FieldReader(columns));
    conditions.forEach((condition, rule) => this.#add(rule, condition, columns));
    this.#plant();
  }

  /** Calls `matched` with the number of each rule that matches the event. */
  decide(event: Event, matched: (rule: number) => void): void {
    if (event.epoch !== this.#epoch) this.#forgetIds(event.epoch);
    const tree = this.#tree;
    if (tree.size > this.#mostCells) this.#plant();
    const { cells, classes } = this.#sieve;
    let node = tree.root;
    while (node > 0) {
      const field = cells[node + FIELD_CELL]!;
      const id = event.id(field);
      const known = classes[field * SIEVE_IDS + id]!;
      const found = known === 0 ? this.#classes[field]!.classify(id, event) : known - 1;
      const next = found < cells[node + CAPACITY]! ? cells[node + CHILDREN + found]! : UNGROWN;
      node = next === UNGROWN ? this.#grow(node, found) : next;
    }
    const outcomes = this.#leaves[-node]!;
    for (let n = 0; n < outcomes.length; n++) {
      const { rule, test } = outcomes[n]!;
      if (test === undefined || test(event)) matched(rule);
    }
  }

  #plant(): void {
    for (const classes of this.#classes) classes.forget();
    this.#tree.plant(EVENT_NAME);
    this.#open = new Map();
    this.#leaves = [[], []];
    this.#compiler.forget();
  }

  #add(rule: number, condition: Condition, columns: Columns): void {
    const open = { rule, partial: partialOf(condition, columns, this.#classes) };
    const names = necessaryLiterals(condition, 'eventName');
    if (names === undefined) this.#unnamed.push(open);
    for (const name of names ?? []) {
      const list = this.#byName.get(name);
      if (list === undefined) this.#byName.set(name, [open]);
      else list.push(open);
    }
  }

  /** Makes the child of `node` for a class of its field's values, and returns it. */
  #grow(node: number, found: number): number {
    const field = this.#tree.fieldOf(node);
    const known = this.#classes[field]!.classes[found]!;
    const isFirst = node === this.#tree.root;
    const open: Open[] = [];
    let fields = 0;
    for (const { rule, partial } of isFirst ? this.#named(known) : this.#open.get(node)!) {
      const left = assume(partial, field, known);
      if (left.type === 'const' && !left.value) continue;
      open.push({ rule, partial: left });
      fields |= left.fields;
    }
    const child = this.#node(open, fields);
    const place = this.#tree.link(node, found, child);
    if (place !== node && !isFirst) {
      this.#open.set(place, this.#open.get(node)!);
      this.#open.delete(node);
    }
    return child;
  }

  #node(open: readonly Open[], fields: number): number {
    if (open.length === 0) return NOTHING;
    if (fields === 0) return 1 - this.#leaves.push(this.#outcomes(open));
    const node = this.#tree.add(ORDER.find((field) => (fields & (1 << field)) !== 0)!);
    this.#open.set(node, open);
    return node;
  }

  /** The rules that an event of this name could match. */
  #named({ literals }: ValueClass): Iterable<Open> {
    const rules = new Set(this.#unnamed);
    for (const literal of literals) for (const rule of this.#byName.get(literal) ?? []) rules.add(rule);
    return rules;
  }

  #outcomes(open: readonly Open[]): Outcome[] {
    return open
      .toSorted((a, b) => a.rule - b.rule)
      .map(({ rule, partial }) => ({
        rule,
        test: partial.type === 'const' ? undefined : this.#compiler.compile(partial),
      }));
  }

  #forgetIds(epoch: number): void {
    for (const classes of this.#classes) classes.forgetIds();
    this.#epoch = epoch;
  }
}
