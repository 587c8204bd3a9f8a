/** Runs an investigation: two passes over the logs, and what they come to. */
import path from 'node:path';
import { CaseFolder } from '../case/case-folder.ts';
import type { EventWish } from '../cloudtrail/event-filter.ts';
import type { Pool } from '../cloudtrail/pool.ts';
import { SpillFile } from '../cloudtrail/spill-file.ts';
import type { Inputs } from '../cloudtrail/walk.ts';
import { KeytrailError } from '../error.ts';
import { planHunt } from '../hunt/plan.ts';
import type { Hints } from '../investigate/hints.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { NOTHING_KNOWN } from '../investigate/known.ts';
import type { Known } from '../investigate/known.ts';
import { openCase } from './case-open.ts';
import { huntRules } from './hunt-rules.ts';
import type { HuntRules } from './hunt-rules.ts';
import { wishOf } from './input-options.ts';
import { Drafting } from './investigate-drafts.ts';
import { hintNotes, hintsOf } from './investigate-hints.ts';
import { findInput, investigatePool, readInput } from './investigate-input.ts';
import type { Input } from './investigate-input.ts';
import type { InvestigateOptions } from './investigate.ts';
import { loadKnown } from './known-load.ts';
import { openOutput } from './output.ts';
import { count, exitCodeOf, inputNotes } from './read-logs.ts';
import { clean } from './show/text.ts';
import { temporaryFolder } from './temporary-folder.ts';

export async function investigate(paths: readonly string[], options: InvestigateOptions): Promise<void> {
  const nowMs = Date.now();
  const isNew = options.case === undefined || !CaseFolder.exists(options.case);
  if (paths.length === 0 && isNew)
    throw new KeytrailError(
      options.case === undefined ? 'nothing to investigate' : `no case in ${options.case}`,
      { hint: 'Give the folder of the logs, or --case with one that was investigated before.' },
    );
  const hints = hintsOf(options, nowMs);
  const known = options.known === undefined ? NOTHING_KNOWN : loadKnown(options.known);
  const { credential: _, ...reading } = options;
  const given = wishOf(reading, nowMs);
  const pool = investigatePool(options.threads);
  try {
    // A case says itself what is to be read. Where there is none, threads get ready while the rules are read, and none is
    // made for logs that cannot be found.
    const found = isNew ? await findInput(paths, given, pool) : undefined;
    await investigateIn(paths, { options, hints, known, given, found, pool, nowMs });
  } finally {
    pool.close();
  }
}

async function investigateIn(
  paths: readonly string[],
  { options, hints, known, given, found, pool, nowMs }: Asked,
): Promise<void> {
  const rules = await huntRules(options);
  const order = { rules: rules.rules, options, wish: given, nowMs };
  const opened = options.case === undefined ? undefined : openCase(options.case, order);
  const scratch = opened === undefined ? temporaryFolder() : undefined;
  const output = openOutput(options.output);
  const copied = openSpillFile();
  try {
    opened?.note('started', { paths, ...hintNotes(hints) });
    const { investigation, input } = await run(paths, {
      options,
      hints,
      known,
      found,
      rules,
      wish: opened?.wish ?? given,
      folder: opened?.folder,
      streams: scratch?.path ?? path.join(opened!.folder.path, 'streams'),
      copied,
      pool,
    });
    opened?.folder.saveInvestigation(investigation);
    opened?.note('judged', {
      files: investigation.files,
      events: investigation.events,
      incidents: investigation.incidents.map(({ id, band }) => `${id} ${band}`),
    });
    // Said before anything is shown: who reads the result may stop reading.
    const isPartial = input.changed.length > 0 || input.read.problems.length > 0;
    process.exitCode = isPartial ? 3 : exitCodeOf(input.read, investigation.incidents.length > 0);
    const judgedMs = opened?.folder.judgedMs() ?? nowMs;
    const { showInvestigation } = await import('./investigate-show.ts');
    await showInvestigation(investigation, { options, output, folder: opened?.folder, judgedMs });
    await output.close();
    if (options.quiet !== true)
      for (const note of [...rules.notes, ...inputNotes(input.read), ...changeNotes(input)])
        process.stderr.write(`${note}\n`);
  } catch (error) {
    output.discard();
    throw error;
  } finally {
    // Lest threads write to a file that is closed.
    pool.close();
    copied?.close();
    opened?.release();
    scratch?.remove();
  }
}

interface Asked {
  readonly options: InvestigateOptions;
  readonly hints: Hints;
  readonly known: Known;
  readonly given: EventWish;
  readonly found: Inputs | undefined;
  /** Threads for both passes. */
  readonly pool: Pool;
  readonly nowMs: number;
}

interface Run extends Pick<Asked, 'options' | 'hints' | 'known' | 'found' | 'pool'> {
  readonly rules: HuntRules;
  readonly wish: EventWish;
  readonly folder: CaseFolder | undefined;
  readonly streams: string;
  readonly copied: SpillFile | undefined;
}

/** Without a place for copies every file with evidence is read a second time. */
function openSpillFile(): SpillFile | undefined {
  try {
    return new SpillFile();
  } catch (error) {
    if (error instanceof KeytrailError) return undefined;
    throw error;
  }
}

async function run(
  paths: readonly string[],
  { options, hints, known, found, rules, wish, folder, streams, copied, pool }: Run,
): Promise<{ investigation: Investigation; input: Input }> {
  const plan = planHunt(rules.rules, 'low');
  const eventRules = plan.eventRules.filter((_, n) => plan.reports[n] === true);
  const settings = { rules: eventRules, networks: options.networks ?? [] };
  const reading = readInput(paths, {
    found,
    pool,
    options,
    wish,
    settings: { ...settings, spill: copied?.spill ?? null },
    folder,
    streams,
  });
  // What comes then takes two hundred modules: they are loaded while threads read.
  const [input, { conclude }] = await Promise.all([
    reading,
    import('./investigate-conclude.ts'),
    import('./investigate-show.ts'),
  ]);
  const drafting = Drafting.begin({
    copies: input.copies.filter((each) => each !== null),
    copied,
    pool,
    threads: options.threads,
    wish,
  });
  return conclude(input, { options, hints, known, rules, eventRules, wish, folder, copied, drafting, pool });
}

/** Changed files named before "and N more". */
const SHOWN_CHANGES = 10;

function changeNotes({ changed }: Input): string[] {
  if (changed.length === 0) return [];
  const named = changed.slice(0, SHOWN_CHANGES).map(({ row, state }) => `  ${clean(row.path)} ${state}`);
  return [
    `${count(changed.length, 'file')} not as when read; what was found there is kept, and not read again:`,
    ...named,
    ...(changed.length > SHOWN_CHANGES ? [`  and ${changed.length - SHOWN_CHANGES} more`] : []),
  ];
}
