/** Asks the person who responds: once for the incident, and before each step. */
import { createInterface } from 'node:readline/promises';
import { KeytrailError } from '../error.ts';
import type { Step } from '../respond/plan.ts';
import { clean } from './show/text.ts';

/**
 * Has the ID of the incident typed, and gives what asks before each step; undefined when all is approved in advance.
 *
 * @throws KeytrailError when nobody can be asked, or the person says no.
 */
export async function approval(
  what: string,
  incident: string,
  yes: boolean,
): Promise<((step: Step) => Promise<boolean>) | undefined> {
  if (!process.stdin.isTTY) {
    if (yes) return undefined;
    throw new KeytrailError('nobody can be asked: standard input is no terminal', {
      hint: 'Add --yes when all of it was approved before.',
    });
  }
  const typed = await ask(`${what}\nType ${clean(incident)} to go on: `);
  if (typed !== incident)
    throw new KeytrailError('not confirmed: nothing was done', { hint: `What is wanted is ${incident}.` });
  if (yes) return undefined;
  return async (step) => {
    const lines = [
      `${clean(step.id)} ${clean(step.title)}`,
      `   stops: ${clean(step.stops)}`,
      ...step.breaks.map((each) => `   breaks: ${clean(each)}`),
      `   undo: ${step.undo === null ? 'not possible' : clean(step.undo)}`,
    ];
    return /^y(?:es)?$/i.test(await ask(`${lines.join('\n')}\nApply it? [y/N] `));
  };
}

async function ask(text: string): Promise<string> {
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await line.question(text)).trim();
  } finally {
    line.close();
  }
}
