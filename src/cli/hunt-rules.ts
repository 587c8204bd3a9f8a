/** The rules of a hunt: the built-in ones, compiled ahead, and those the user brings. */
import { KeytrailError } from '../error.ts';
import type { Rule, RuleProblem } from '../sigma/rule.ts';
import { builtInRules } from './built-in-rules.ts';
import type { HuntOptions } from './hunt.ts';

export interface HuntRules {
  readonly rules: readonly Rule[];
  /** What was wrong with rules, in sentences. */
  readonly notes: readonly string[];
}

/** Rule mistakes named before "and N more". */
const SHOWN_PROBLEMS = 10;

/**
 * Loads the rules that the options ask for. A rule with a mistake is named in the notes and left out.
 * @throws KeytrailError when no rule is left.
 */
export async function huntRules({
  rules: given,
  builtin,
}: Pick<HuntOptions, 'rules' | 'builtin'>): Promise<HuntRules> {
  if (given === undefined && builtin) return { rules: builtInRules(), notes: [] };
  if (given === undefined)
    throw new KeytrailError('no rules to hunt with', { hint: 'Give --rules, or leave --no-builtin out.' });
  const { loadRules } = await import('./rules-files.ts');
  const { rules, problems } = loadRules(given, {
    otherLogSources: 'ignore',
    // A correlation or a filter may refer to one of ours.
    checked: builtin ? builtInRules() : [],
  });
  if (rules.length === 0) {
    throw new KeytrailError(`no usable rule in ${given.join(', ')}`, {
      hint: 'See what is wrong with keytrail rules lint.',
    });
  }
  return { rules, notes: await problemNotes(problems) };
}

async function problemNotes(problems: readonly RuleProblem[]): Promise<string[]> {
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length === 0) return [];
  const { problemText } = await import('./rules-print.ts');
  const notes = [
    `${errors.length} rules have mistakes and were left out:`,
    ...errors.slice(0, SHOWN_PROBLEMS).map(problemText),
  ];
  if (errors.length > SHOWN_PROBLEMS)
    notes.push(`and ${errors.length - SHOWN_PROBLEMS} more (keytrail rules lint names all)`);
  return notes;
}
