/** `keytrail rules show` */
import { KeytrailError } from '../error.ts';
import { describeCondition, describeCorrelation } from '../sigma/describe.ts';
import type { Rule } from '../sigma/rule.ts';
import { loadRules } from './rules-files.ts';
import { techniques } from './rules-list.ts';
import { print, printJson, shortPath } from './rules-print.ts';
import { levelText, styled } from './show/style.ts';
import { clean } from './show/text.ts';

/**
 * Prints the rule with an id, name or title.
 *
 * @throws KeytrailError when there is none.
 */
export function showRule(wanted: string, options: { rules?: readonly string[]; json?: boolean }): void {
  const { rules } = loadRules(options.rules ?? []);
  const rule = findRule(rules, wanted);
  if (rule === undefined) {
    throw new KeytrailError(`no rule with the id, name or title "${wanted}"`, {
      hint: 'List them with: keytrail rules list',
    });
  }
  if (options.json === true) printJson(rule);
  else printRule(rule, rules);
}

function findRule(rules: readonly Rule[], wanted: string): Rule | undefined {
  const key = wanted.toLowerCase();
  return rules.find((rule) => [rule.id, rule.name, rule.title].some((name) => name.toLowerCase() === key));
}

function printRule(rule: Rule, rules: readonly Rule[]): void {
  print(styled('bold', clean(rule.title)));
  print(`${levelText(rule.level, 0)}  ${techniques(rule).join(' ')}`);
  if (rule.description !== '') print(`\n${paragraphs(rule.description)}`);
  print('');
  printLine('id', [rule.id]);
  if (rule.name !== rule.id) printLine('name', [rule.name]);
  printLine('file', [`${shortPath(rule.place.file)}:${rule.place.line}`]);
  if (!rule.reports) printLine('silent', ['only feeds a correlation']);
  printLine('status', [rule.status]);
  printLine('author', [rule.author]);
  printLine('tags', rule.tags);
  printLine('false positives', rule.falsepositives);
  printLine('fields', rule.fields);
  printLine('references', rule.references);
  print('');
  print(
    paragraphs(rule.type === 'event' ? describeCondition(rule.condition) : describeCorrelation(rule, rules)),
  );
}

/** Text of several lines, each made fit to be shown. */
function paragraphs(text: string): string {
  return text.split('\n').map(clean).join('\n');
}

function printLine(name: string, values: readonly string[]): void {
  const shown = values.filter((value) => value !== '');
  for (const [index, value] of shown.entries()) {
    print(`${styled('dim', (index === 0 ? name : '').padEnd(16))}${clean(value)}`);
  }
}
