/** Finding and reading rule files. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from '../built-file.ts';
import { KeytrailError } from '../error.ts';
import { readRules } from '../sigma/read.ts';
import type { ReadOptions, RuleSource } from '../sigma/read.ts';
import type { Rule, RuleProblem } from '../sigma/rule.ts';

/** The folder of the rules that come with Keytrail. */
export function builtInFolder(): string {
  return fileURLToPath(packageFile('rules'));
}

/** Names the files under `rules/` that are not rules. */
const NOT_RULES = new Set(['ideas']);

/**
 * The rule files (.yml, .yaml) among files and folders of any depth, each once, in a fixed order.
 *
 * @throws KeytrailError when a path does not exist or cannot be read.
 */
export function ruleFiles(paths: readonly string[]): string[] {
  const files = new Set<string>();
  for (const given of paths) {
    const found = isFolder(given) ? filesBelow(given) : [given];
    for (const file of found) files.add(file);
  }
  return [...files];
}

function isFolder(given: string): boolean {
  try {
    return statSync(given).isDirectory();
  } catch (cause) {
    throw new KeytrailError(`cannot read ${given}`, {
      hint: 'Give a rule file or a folder of rule files.',
      cause,
    });
  }
}

function filesBelow(folder: string): string[] {
  const found: string[] = [];
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!NOT_RULES.has(entry.name) && !entry.name.startsWith('.')) found.push(...filesBelow(inside));
    } else if (/\.ya?ml$/i.test(entry.name)) found.push(inside);
  }
  return found;
}

/**
 * Reads the text of rule files.
 *
 * @throws KeytrailError when one cannot be read.
 */
export function readSources(files: readonly string[]): RuleSource[] {
  return files.map((file) => {
    try {
      return { file, text: readFileSync(file, 'utf8') };
    } catch (cause) {
      throw new KeytrailError(`cannot read the rule file ${file}`, { cause });
    }
  });
}

/** Reads all rules of files and folders; without any, the built-in ones. */
export function loadRules(
  paths: readonly string[],
  options: ReadOptions = {},
): { rules: Rule[]; problems: RuleProblem[]; files: number } {
  const files = ruleFiles(paths.length > 0 ? paths : [builtInFolder()]);
  return { ...readRules(readSources(files), options), files: files.length };
}
