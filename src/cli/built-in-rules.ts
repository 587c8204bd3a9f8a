/** The rules that come with Keytrail, as the build compiled them. */
import { existsSync, readFileSync } from 'node:fs';
import { builtFile } from '../built-file.ts';
import { KeytrailError } from '../error.ts';
import type { Rule } from '../sigma/rule.ts';

/**
 * The built-in rules without reading YAML; their places are relative to the package.
 *
 * @throws KeytrailError when the build output is incomplete.
 */
export function builtInRules(): readonly Rule[] {
  const file = builtFile('rules.json');
  if (!existsSync(file)) {
    throw new KeytrailError('the compiled rules are missing', {
      hint: 'Reinstall keytrail, or run "npm run build".',
    });
  }
  return (JSON.parse(readFileSync(file, 'utf8')) as { rules: readonly Rule[] }).rules;
}
