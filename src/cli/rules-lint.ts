/** `keytrail rules lint` */
import { readCatalogue } from '../cloudtrail/catalogue-file.ts';
import { indexField, lintRule } from '../sigma/lint.ts';
import type { Rule, RuleProblem } from '../sigma/rule.ts';
import { loadRules } from './rules-files.ts';
import { counted, print, printJson, problemText, shortPath } from './rules-print.ts';
import { styled } from './show/style.ts';
import { clean } from './show/text.ts';

/**
 * Prints all problems of rule files, and which rules must be tried on every event because no field of theirs can
 * be indexed. Exit code 1 when a problem is an error.
 */
export function lintRules(paths: readonly string[], options: { json?: boolean }): void {
  const { rules, problems: found, files } = loadRules(paths);
  const catalogue = readCatalogue();
  const problems = [...found, ...rules.flatMap((rule) => lintRule(rule, catalogue))].toSorted(byPlace);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const slow = rules.filter((rule) => rule.type === 'event' && indexField(rule.condition) === undefined);
  if (errors > 0) process.exitCode = 1;
  if (options.json === true) {
    printJson({ files, rules: rules.length, problems: problems.map(flat), notIndexed: slow.map(reference) });
    return;
  }
  for (const problem of problems) print(problemText(problem));
  if (slow.length > 0)
    print(`${counted(slow.length, 'rule')} cannot be indexed and must be tried on every event:`);
  for (const rule of slow)
    print(
      `  ${clean(rule.title)}  ${styled('dim', `${clean(shortPath(rule.place.file))}:${rule.place.line}`)}`,
    );
  const counts = [counted(errors, 'error'), counted(problems.length - errors, 'warning')].join(', ');
  print(`${counts} in ${counted(files, 'file')}; ${counted(rules.length, 'rule')} can be used`);
}

function byPlace(a: RuleProblem, b: RuleProblem): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line || a.place.column - b.place.column;
}

function flat({ severity, place, message }: RuleProblem): Record<string, unknown> {
  return { severity, file: shortPath(place.file), line: place.line, column: place.column, message };
}

function reference({ id, title, place }: Rule): Record<string, unknown> {
  return { id, title, file: shortPath(place.file), line: place.line };
}
