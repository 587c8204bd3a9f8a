/** The field tests of a search, `FIELD=VALUE` as a user writes them, read by the reader of Sigma rules. */
import { KeytrailError } from '../error.ts';
import { readSearch } from '../sigma/detection.ts';
import { fieldMistake } from '../sigma/lint-fields.ts';
import { readDocuments } from '../sigma/rule-document.ts';
import type { Condition } from '../sigma/rule.ts';
import { and, not } from '../sigma/simplify.ts';

const HINT =
  "Write FIELD=VALUE, such as 'eventName=Create*', 'userAgent|contains=kali', 'errorCode|exists=true', " +
  "'sourceIPAddress|cidr=203.0.113.0/24' or 'awsRegion!=eu-west-1'.";

interface FieldTest {
  /** The test as the user wrote it. */
  readonly text: string;
  /** Field and modifiers, as a rule writes them: `userAgent|contains`. */
  readonly key: string;
  readonly negated: boolean;
  readonly value: string;
}

/**
 * The condition that all tests hold. Field, modifiers and value mean what they mean in a rule, `null` included;
 * `!=` is the opposite. Values given for the same field with the same modifiers are alternatives, as in a list of
 * a rule.
 *
 * @throws KeytrailError for a test that cannot be understood, or that asks for a field no event has.
 */
export function fieldTests(texts: readonly string[]): Condition {
  const byKey = new Map<string, FieldTest & { readonly values: string[] }>();
  for (const test of texts.map(parseTest)) {
    const key = `${test.negated ? '!' : ''}${test.key}`;
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, { ...test, values: [test.value] });
    else same.values.push(test.value);
  }
  return and([...byKey.values()].map(conditionOf));
}

function parseTest(text: string): FieldTest {
  const [, key = '', exclamation, value = ''] = /^([^=]*?)(!?)=(.*)$/s.exec(text) ?? [];
  const [field = ''] = key.trim().split('|');
  if (exclamation === undefined) throw new KeytrailError(`not a test of a field: ${text}`, { hint: HINT });
  if (field === '') {
    throw new KeytrailError(`no field before the "=": ${text}`, {
      hint: `${HINT} For a text anywhere in the event use --keyword.`,
    });
  }
  const mistake = fieldMistake(field);
  if (mistake !== undefined) throw new KeytrailError(mistake, { hint: HINT });
  return { text, key: key.trim(), negated: exclamation === '!', value: value.trim() };
}

function conditionOf({
  text,
  key,
  negated,
  values,
}: FieldTest & { readonly values: readonly string[] }): Condition {
  const plain = !key.includes('|');
  // JSON is YAML, so the values of a search are read as those of a rule.
  const yaml = JSON.stringify({ [key]: values.map((value) => (plain && value === 'null' ? null : value)) });
  const [document] = readDocuments('--where', yaml);
  const condition = document && readSearch(document, document.root, {});
  const mistake = document?.problems.find((problem) => problem.severity === 'error');
  if (condition === undefined || mistake !== undefined) {
    throw new KeytrailError(`${text}: ${mistake?.message ?? 'cannot be understood'}`, { hint: HINT });
  }
  return negated ? not(condition) : condition;
}
