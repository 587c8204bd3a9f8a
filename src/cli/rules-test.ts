/** `keytrail rules test` */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { KeytrailError } from '../error.ts';
import { readRules } from '../sigma/read.ts';
import type { Rule, RuleProblem } from '../sigma/rule.ts';
import { testFolder } from './rules-example.ts';
import { builtInFolder, readSources, ruleFiles } from './rules-files.ts';
import { counted, print, printJson, shortPath } from './rules-print.ts';
import { styled } from './show/style.ts';
import { clean } from './show/text.ts';

/** The outcome for one rule folder; it passed when nothing is wrong. */
export interface FolderResult {
  readonly folder: string;
  readonly hits: number;
  readonly misses: number;
  readonly wrong: readonly string[];
}

/**
 * Tries the rules of folders on their own examples. Exit code 1 when one fails. Rules elsewhere among the built-in
 * ones are known too, so that a correlation can refer to them.
 *
 * @throws KeytrailError when there is no rule folder.
 */
export function testRules(folders: readonly string[], options: { json?: boolean }): void {
  const tested = ruleFiles(folders.length > 0 ? folders : [builtInFolder()])
    .map((file) => realpathSync(file))
    .filter((file) => path.basename(file) === 'rule.yml');
  if (tested.length === 0) {
    throw new KeytrailError('no rule.yml found', {
      hint: 'Give a folder such as my-rules/persistence/access-key-created.',
    });
  }
  const { rules, problems } = readTested(tested);
  const results = tested.map((file) => testFile(file, rules, problems));
  if (results.some((result) => result.wrong.length > 0)) process.exitCode = 1;
  if (options.json === true) printJson(results);
  else printResults(results);
}

/** The built-in rules are read too when something is missing: they are many, and mostly not needed. */
function readTested(tested: readonly string[]): { rules: Rule[]; problems: RuleProblem[] } {
  const alone = readRules(readSources(tested));
  if (alone.problems.every(({ severity }) => severity === 'warning')) return alone;
  const others = ruleFiles([builtInFolder()]).map((file) => realpathSync(file));
  return readRules(readSources([...new Set([...tested, ...others])]));
}

function testFile(file: string, rules: readonly Rule[], problems: readonly RuleProblem[]): FolderResult {
  const wrong = problems
    .filter(({ severity, place }) => severity === 'error' && place.file === file)
    .map(({ place, message }) => `rule.yml:${place.line}:${place.column} ${message}`);
  const own = rules.filter((rule) => rule.place.file === file);
  if (own.length === 0 && wrong.length === 0) wrong.push('rule.yml has no rule for CloudTrail');
  const folder = path.dirname(file);
  const tried = own.length > 0 ? testFolder(folder, own, rules) : { hits: 0, misses: 0, wrong: [] };
  return { ...tried, folder: shortPath(folder), wrong: [...wrong, ...tried.wrong] };
}

function printResults(results: readonly FolderResult[]): void {
  for (const { folder, hits, misses, wrong } of results) {
    const passed = wrong.length === 0;
    const mark = passed ? 'ok  ' : styled('red', 'FAIL');
    print(`${mark}  ${clean(folder)}  ${styled('dim', `${counted(hits, 'hit')}, ${misses} misses`)}`);
    for (const reason of wrong) print(`      ${clean(reason)}`);
  }
  const failed = results.filter((result) => result.wrong.length > 0).length;
  print(`${counted(results.length, 'rule folder')}, ${failed === 0 ? 'all passed' : `${failed} failed`}`);
}
