/** Conditions of which some answers are known already: those about numbered fields. */
import type { Columns } from './columns.ts';
import type { Condition, Test } from './rule.ts';
import type { ValueClass, ValueClasses } from './value-classes.ts';

/** A condition tree; `fields` has bit f set where it still asks about hot field f. */
export type Partial =
  | { readonly type: 'const'; readonly value: boolean; readonly fields: 0 }
  | { readonly type: 'and' | 'or'; readonly items: readonly Partial[]; readonly fields: number }
  | { readonly type: 'not'; readonly item: Partial; readonly fields: number }
  /** Test number `test` of hot field `field`. */
  | { readonly type: 'numbered'; readonly field: number; readonly test: number; readonly fields: number }
  /** A test that needs the record. */
  | { readonly type: 'open'; readonly field: string | null; readonly test: Test; readonly fields: 0 };

const TRUE: Partial = { type: 'const', value: true, fields: 0 };
const FALSE: Partial = { type: 'const', value: false, fields: 0 };

/** The whole condition with nothing known yet; its tests of numbered fields are numbered in `classes` (by hot field). */
export function partialOf(condition: Condition, columns: Columns, classes: readonly ValueClasses[]): Partial {
  switch (condition.type) {
    case 'const':
      return condition.value ? TRUE : FALSE;
    case 'not':
      return not(partialOf(condition.item, columns, classes));
    case 'and':
    case 'or':
      return combine(
        condition.type,
        condition.items.map((item) => partialOf(item, columns, classes)),
      );
    case 'match': {
      const { field, test } = condition;
      const column = field === null ? undefined : columns.of(field);
      if (field === null || column === undefined || test.op === 'fieldref')
        return { type: 'open', field, test, fields: 0 };
      const { base } = column;
      return {
        type: 'numbered',
        field: base,
        test: classes[base]!.numberOf(field, column, test),
        fields: 1 << base,
      };
    }
  }
}

/** What is left of a condition when a hot field's value is of the given class. */
export function assume(partial: Partial, field: number, known: ValueClass): Partial {
  if ((partial.fields & (1 << field)) === 0) return partial;
  switch (partial.type) {
    case 'numbered':
      return known.passed.has(partial.test) ? TRUE : FALSE;
    case 'not':
      return not(assume(partial.item, field, known));
    case 'and':
    case 'or':
      return assumeAll(partial, field, known);
    case 'const':
    case 'open':
      return partial;
  }
}

/** Stops at the first item that decides: most conditions fall with their first field. */
function assumeAll(
  { type, items }: { readonly type: 'and' | 'or'; readonly items: readonly Partial[] },
  field: number,
  known: ValueClass,
): Partial {
  const left: Partial[] = [];
  for (const item of items) {
    const next = assume(item, field, known);
    if (next.type !== 'const') left.push(next);
    else if (next.value === (type === 'or')) return next;
  }
  return combine(type, left);
}

function combine(type: 'and' | 'or', items: readonly Partial[]): Partial {
  const left = items.filter((item) => item.type !== 'const');
  const decisive = items.find((item) => item.type === 'const' && item.value === (type === 'or'));
  if (decisive !== undefined) return decisive;
  if (left.length === 0) return type === 'and' ? TRUE : FALSE;
  if (left.length === 1) return left[0]!;
  return { type, items: left, fields: left.reduce((all, item) => all | item.fields, 0) };
}

function not(item: Partial): Partial {
  if (item.type === 'const') return item.value ? FALSE : TRUE;
  return { type: 'not', item, fields: item.fields };
}
