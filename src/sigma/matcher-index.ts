/**
 * Finds the rules that an event could match without asking each: every rule hangs on one numbered field that it
 * needs, and the list of rules for each number of that field is worked out once.
 */
import type { Event } from '../cloudtrail/event.ts';
import { ABSENT_ID, UNNUMBERED_ID } from '../cloudtrail/event.ts';
import type { Json } from '../json.ts';
import type { Column, Columns } from './columns.ts';
import { necessaryLiterals } from './literals.ts';
import type { Condition } from './rule.ts';
import { compileTest } from './test-value.ts';

/** Fields a rule can hang on, the most telling first. */
const ANCHORS = [
  'eventName',
  'userAgent',
  'agent.signature',
  'agent.tool',
  'agent.kind',
  'userIdentity.accessKeyId',
  'userIdentity.userName',
  'userIdentity.arn',
  'network.kind',
  'network.asn',
  'network.country',
  'sourceIPAddress',
  'errorCode',
  'userIdentity.type',
  'eventType',
  'eventSource',
];

/** A value that passes no sensible test: a rule that can hold with it does not need the field. */
const NO_SUCH_VALUE = '\u0000';

/** The field a condition hangs on; undefined when it must be tried on every event. */
export function anchorOf(condition: Condition): string | undefined {
  return ANCHORS.find((field) => {
    return (
      couldHold(condition, field, []) === false && couldHold(condition, field, [NO_SUCH_VALUE]) === false
    );
  });
}

interface Hanging<R> {
  readonly rule: R;
  readonly condition: Condition;
}

/** The rules that hang on one field. */
class Anchor<R> {
  readonly field: string;
  readonly column: Column;
  /** Rules by the values they need, in lower case, where these are plain. */
  readonly #byLiteral = new Map<string, Hanging<R>[]>();
  readonly #others: Hanging<R>[] = [];
  #lists: (readonly R[] | undefined)[] = [];
  #epoch = -1;

  constructor(field: string, column: Column) {
    this.field = field;
    this.column = column;
  }

  add(rule: R, condition: Condition): void {
    const hanging = { rule, condition };
    const literals = necessaryLiterals(condition, this.field);
    if (literals === undefined) this.#others.push(hanging);
    for (const literal of literals ?? []) {
      const list = this.#byLiteral.get(literal) ?? [];
      list.push(hanging);
      this.#byLiteral.set(literal, list);
    }
  }

  candidates(event: Event): readonly R[] {
    const id = event.id(this.column.base);
    if (id === UNNUMBERED_ID) return this.#select(event);
    if (event.epoch !== this.#epoch) {
      this.#lists = [];
      this.#epoch = event.epoch;
    }
    return this.#lists[id] ?? this.#remember(id, event);
  }

  #remember(id: number, event: Event): readonly R[] {
    const list = id === ABSENT_ID ? [] : this.#select(event);
    while (this.#lists.length <= id) this.#lists.push(undefined);
    this.#lists[id] = list;
    return list;
  }

  #select(event: Event): readonly R[] {
    const values = this.column.read(event);
    const hanging = new Set(this.#others);
    for (const value of values) {
      for (const literal of this.#byLiteral.get(String(value).toLowerCase()) ?? []) hanging.add(literal);
    }
    return [...hanging]
      .filter((each) => couldHold(each.condition, this.field, values) !== false)
      .map((each) => each.rule);
  }
}

/** Index over conditions. Rules come out in no particular order, each at most once per event. */
export class RuleIndex<R> {
  readonly #anchors = new Map<string, Anchor<R>>();
  readonly #columns: Columns;
  readonly #everywhere: R[] = [];
  #ordered: readonly Anchor<R>[] = [];

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  add(rule: R, condition: Condition): void {
    const field = anchorOf(condition);
    const column = field === undefined ? undefined : this.#columns.of(field);
    if (field === undefined || column === undefined) {
      this.#everywhere.push(rule);
      return;
    }
    let anchor = this.#anchors.get(field);
    if (anchor === undefined) {
      anchor = new Anchor(field, column);
      this.#anchors.set(field, anchor);
      this.#ordered = [...this.#anchors.values()];
    }
    anchor.add(rule, condition);
  }

  /** Calls `visit` with every rule that the event could match. */
  candidates(event: Event, visit: (rule: R) => void): void {
    for (const anchor of this.#ordered) {
      const list = anchor.candidates(event);
      for (let n = 0; n < list.length; n++) visit(list[n]!);
    }
    for (let n = 0; n < this.#everywhere.length; n++) visit(this.#everywhere[n]!);
  }
}

/** Whether a condition can hold when one field has these values and nothing else is known; undefined: it depends. */
export function couldHold(condition: Condition, field: string, values: readonly Json[]): boolean | undefined {
  switch (condition.type) {
    case 'const':
      return condition.value;
    case 'not': {
      const inner = couldHold(condition.item, field, values);
      return inner === undefined ? undefined : !inner;
    }
    case 'and':
    case 'or': {
      const decisive = condition.type === 'or';
      let result: boolean | undefined = !decisive;
      for (const item of condition.items) {
        const each = couldHold(item, field, values);
        if (each === decisive) return decisive;
        if (each === undefined) result = undefined;
      }
      return result;
    }
    case 'match': {
      const { test } = condition;
      if (condition.field !== field || test.op === 'fieldref') return undefined;
      const passes = compileTest(test);
      return values.length === 0 ? passes(undefined) : values.some((value) => passes(value));
    }
  }
}
