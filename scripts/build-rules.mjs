// Compiles the built-in rules to dist/rules.json, so that a hunt need not read YAML.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @throws when a built-in rule has a mistake. */
export async function buildRules(root) {
  const { builtInFolder, loadRules } = await import(new URL('build/cli/rules-files.js', root).href);
  const { rules, problems } = loadRules([builtInFolder()]);
  const errors = problems.filter((problem) => problem.severity === 'error');
  for (const { place, message } of errors)
    process.stderr.write(`${place.file}:${place.line}:${place.column} ${message}\n`);
  if (errors.length > 0) throw new Error(`${errors.length} mistakes in the built-in rules`);
  // Places as they are in the package, not on the machine that built it.
  const folder = fileURLToPath(root);
  const placed = rules.map((rule) => ({
    ...rule,
    place: { ...rule.place, file: relative(folder, rule.place.file) },
  }));
  writeFileSync(new URL('dist/rules.json', root), `${JSON.stringify({ rules: placed })}\n`);
}
