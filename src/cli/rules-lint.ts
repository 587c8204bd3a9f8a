/** `keytrail rules lint` */
import type { RuleProblem } from '../sigma/rule.ts';
import { loadRules } from './rules-files.ts';
import { counted, print, printJson, problemText, shortPath } from './rules-print.ts';

/** Prints all problems of rule files. Exit code 1 when one is an error. */
export async function lintRules(paths: readonly string[], options: { json?: boolean }): Promise<void> {
  const { rules, problems: found, files } = loadRules(paths);
  const problems = [...found].toSorted(byPlace);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  if (errors > 0) process.exitCode = 1;
  if (options.json === true) {
    printJson(problems.map(flat));
    return;
  }
  for (const problem of problems) print(problemText(problem));
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
