/** Tests compiled to functions over one value of a field. */
import type { Json } from '../json.ts';
import { compileGlob } from './glob.ts';
import { inBlock, parseBlock, parseIp } from './ip-block.ts';
import { parseNumber } from './number.ts';
import { textOf } from './path.ts';
import { compileRegex } from './regex.ts';
import type { Test } from './rule.ts';
import { timePartOf } from './time-part.ts';

/** Whether one value of a field passes; undefined stands for an absent field. */
export type ValueTest = (value: Json | undefined) => boolean;

/** Whether the text of a value passes. */
type TextTest = (text: string) => boolean;

/**
 * Compiles a test of single values. A field with several values passes when any of them does; an absent field is
 * one undefined value.
 *
 * @throws {Error} for `fieldref`, which needs the whole event, and for patterns that were not checked on reading.
 */
export function compileTest(test: Exclude<Test, { op: 'fieldref' }>): ValueTest {
  if (test.op === 'exists') return (value) => (value !== undefined) === test.value;
  if (test.op === 'null') return (value) => value === undefined || value === null;
  const passes = compileTextTest(test);
  return (value) => {
    const text = value === undefined ? undefined : textOf(value);
    return text !== undefined && passes(text);
  };
}

/** Compiles a test that looks at nothing but a value's text. */
function compileTextTest(test: Exclude<Test, { op: 'fieldref' | 'exists' | 'null' }>): TextTest {
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return compileComparison(test.op, test.value, test.cased);
    case 'glob':
      return compileGlob(test.parts, test.cased);
    case 're': {
      const regex = compileRegex(test.pattern, test.flags);
      return (text) => regex.test(text);
    }
    case 'cidr': {
      const block = parseBlock(test.block);
      return (text) => {
        const address = parseIp(text);
        return address !== undefined && block !== undefined && inBlock(address, block);
      };
    }
    case 'timepart':
      return (text) => timePartOf(text, test.part) === test.value;
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      break;
  }
  return compileOrder(test.op, test.value);
}

/** How two texts are compared; shared by plain values and references to other fields. */
export type Comparison = 'equals' | 'contains' | 'startswith' | 'endswith';

/** Whether a text compares with a wanted one, both in the same case when case does not count. */
export function compares(mode: Comparison, text: string, wanted: string): boolean {
  if (mode === 'equals') return text === wanted;
  if (mode === 'contains') return text.includes(wanted);
  return mode === 'startswith' ? text.startsWith(wanted) : text.endsWith(wanted);
}

function compileComparison(mode: Comparison, value: string, cased: boolean): TextTest {
  if (cased) return (text) => compares(mode, text, value);
  const wanted = value.toLowerCase();
  return (text) => compares(mode, text.toLowerCase(), wanted);
}

function compileOrder(op: 'lt' | 'lte' | 'gt' | 'gte', limit: number): TextTest {
  const holds = {
    lt: (value: number) => value < limit,
    lte: (value: number) => value <= limit,
    gt: (value: number) => value > limit,
    gte: (value: number) => value >= limit,
  }[op];
  return (text) => {
    const value = parseNumber(text);
    return value !== undefined && holds(value);
  };
}
