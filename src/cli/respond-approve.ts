/** Asks the person who responds: once for the incident, and before each step. */
import { createInterface } from 'node:readline/promises';
import { KeytrailError } from '../error.ts';
import type { Step } from '../respond/plan.ts';
import type { Stop } from './respond-stop.ts';
import { clean } from './show/text.ts';
import { wrapped } from './show/wrap.ts';

/**
 * Has the ID of the incident typed, and gives what asks before each step; undefined when all is approved in advance.
 *
 * @param question before each step
 * @param stop asked for when the person ends the questions (Ctrl-C, Ctrl-D)
 * @throws KeytrailError when nobody can be asked, or the person says no.
 */
export async function approval(
  what: string,
  incident: string,
  yes: boolean,
  question: 'Apply it?' | 'Take it back?',
  stop: Stop,
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
    const columns = process.stderr.columns > 0 ? process.stderr.columns : undefined;
    const part = (label: string, text: string): string[] => {
      const [first = '', ...rest] = wrapped(clean(text), ' '.repeat(COLUMN), columns);
      return [`   ${label.padEnd(COLUMN - 3)}${first.slice(COLUMN)}`, ...rest];
    };
    const lines = [
      '',
      ...wrapped(`${clean(step.id)} ${clean(step.title)}`, '', columns),
      ...(question === 'Apply it?'
        ? [...part('stops', step.stops), ...step.breaks.flatMap((each) => part('breaks', each))]
        : []),
      ...part('undo', step.undo ?? 'not possible'),
    ];
    const answer = await ask(`${lines.join('\n')}\n${question} [y/N] `);
    if (answer === undefined) stop.ask();
    return answer !== undefined && /^y(?:es)?$/i.test(answer);
  };
}

/** Where texts begin behind their labels. */
const COLUMN = 11;

/** What was typed; undefined when the person ended it. */
async function ask(text: string): Promise<string | undefined> {
  const line = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<undefined>((resolve) => {
    line.once('SIGINT', () => {
      line.close();
    });
    line.once('close', () => {
      resolve(undefined);
    });
  });
  try {
    const typed = await Promise.race([line.question(text), ended]);
    if (typed === undefined) process.stderr.write('\n');
    return typed?.trim();
  } finally {
    line.close();
  }
}
