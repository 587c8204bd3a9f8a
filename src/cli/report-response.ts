/** What a case holds of the response to its incidents: the plan, the journals, the closings. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { KeytrailError } from '../error.ts';
import type { Incident } from '../investigate/incident.ts';
import type { Closing } from '../respond/closing.ts';
import { readJournal } from '../respond/journal.ts';
import type { JournalLine } from '../respond/journal-line.ts';
import type { Plan } from '../respond/plan.ts';
import { readClosing } from '../respond/read-closing.ts';
import { readPlan } from '../respond/read-plan.ts';
import { responseRecord } from '../respond/response-record.ts';
import type { ResponseRecord } from '../respond/response-record.ts';
import { journalFileOf } from './respond-open.ts';

export interface FoundResponses {
  /** By incident; those without a response are left out. */
  readonly responses: { readonly [incident: string]: ResponseRecord };
  /** Files that are there and cannot be read, as sentences. */
  readonly problems: readonly string[];
}

/** What cannot be read is a problem, and no reason to go without a report. */
export function responsesIn(folder: string, incidents: readonly Incident[]): FoundResponses {
  const problems: string[] = [];
  const plan = planIn(folder, problems);
  const responses: Record<string, ResponseRecord> = {};
  for (const { id } of incidents) {
    const record = responseRecord({
      incident: id,
      plan: plan?.incident === id ? plan : null,
      lines: linesIn(journalFileOf(folder, id), problems),
      closing: closingIn(path.join(folder, `closing-${id}.json`), problems),
    });
    if (record !== null) responses[id] = record;
  }
  return { responses, problems };
}

function planIn(folder: string, problems: string[]): Plan | null {
  const file = path.join(folder, 'plan.yml');
  if (!existsSync(file)) return null;
  const { plan, mistakes } = readPlan(readFileSync(file, 'utf8'));
  const [first] = mistakes;
  if (first !== undefined)
    problems.push(`the plan cannot be read: plan.yml:${first.line}:${first.column}: ${first.message}`);
  return plan;
}

function linesIn(file: string, problems: string[]): readonly JournalLine[] {
  try {
    return readJournal(file);
  } catch (error) {
    if (!(error instanceof KeytrailError)) throw error;
    problems.push(`the journal of the response cannot be read: ${error.message}`);
    return [];
  }
}

function closingIn(file: string, problems: string[]): Closing | null {
  if (!existsSync(file)) return null;
  const closing = readClosing(readFileSync(file, 'utf8'));
  if (closing === null) problems.push(`${path.basename(file)} is damaged: run keytrail respond close again`);
  return closing;
}
