/** Runs an investigation: two passes over the logs, and what they come to. */
import path from 'node:path';
import type { CaseFolder } from '../case/case-folder.ts';
import type { EventWish } from '../cloudtrail/event-filter.ts';
import type { Pool } from '../cloudtrail/pool.ts';
import { SpillFile } from '../cloudtrail/spill-file.ts';
import { FEW_FILES } from '../cloudtrail/walk.ts';
import { KeytrailError } from '../error.ts';
import { planHunt } from '../hunt/plan.ts';
import type { Hints } from '../investigate/hints.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { NOTHING_KNOWN } from '../investigate/known.ts';
import type { Known } from '../investigate/known.ts';
import { openCase } from './case-open.ts';
import { spareMemory } from './engine.ts';
import { evidencePool } from './evidence-pool.ts';
import { huntRules } from './hunt-rules.ts';
import type { HuntRules } from './hunt-rules.ts';
import { wishOf } from './input-options.ts';
import { hintNotes, hintsOf } from './investigate-hints.ts';
import { findInput, readInput } from './investigate-input.ts';
import type { Found, Input } from './investigate-input.ts';
import type { InvestigateOptions } from './investigate.ts';
import { loadKnown } from './known-load.ts';
import { openOutput } from './output.ts';
import { count, exitCodeOf, inputNotes } from './read-logs.ts';
import { clean } from './show/text.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { version } from './version.ts';

export async function investigate(paths: readonly string[], options: InvestigateOptions): Promise<void> {
  const nowMs = Date.now();
  if (paths.length === 0 && options.case === undefined)
    throw new KeytrailError('nothing to investigate', {
      hint: 'Give the folder of the logs, or --case with one that was investigated before.',
    });
  const hints = hintsOf(options, nowMs);
  const known = options.known === undefined ? NOTHING_KNOWN : loadKnown(options.known);
  const { credential: _, ...reading } = options;
  const given = wishOf(reading, nowMs);
  // A case says itself what is to be read; without one, threads get ready while the rules are read.
  const found =
    options.case === undefined
      ? await findInput(paths, { wish: given, threads: options.threads })
      : undefined;
  try {
    await investigateIn(paths, { options, hints, known, given, found, nowMs });
  } finally {
    found?.pool.close();
  }
}

async function investigateIn(
  paths: readonly string[],
  { options, hints, known, given, found, nowMs }: Asked,
): Promise<void> {
  const rules = await huntRules(options);
  const order = { rules: rules.rules, options, wish: given, nowMs };
  const opened = options.case === undefined ? undefined : openCase(options.case, order);
  const scratch = opened === undefined ? temporaryFolder() : undefined;
  const output = openOutput(options.output);
  const copied = openSpillFile();
  const pool = evidencePool(options.threads);
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
    const { showInvestigation } = await import('./investigate-steps.ts');
    await showInvestigation(investigation, { options, output, folder: opened?.folder, judgedMs });
    await output.close();
    if (options.quiet !== true)
      for (const note of [...rules.notes, ...inputNotes(input.read), ...changeNotes(input)])
        process.stderr.write(`${note}\n`);
  } catch (error) {
    output.discard();
    throw error;
  } finally {
    pool.close();
    copied?.close();
    opened?.release();
    scratch?.remove();
  }
}

/** Of so many events what the judging leaves behind would take up more memory than all that is needed. */
const MANY_EVENTS = 2_000_000;

interface Asked {
  readonly options: InvestigateOptions;
  readonly hints: Hints;
  readonly known: Known;
  readonly given: EventWish;
  readonly found: Found | undefined;
  readonly nowMs: number;
}

interface Run extends Pick<Asked, 'options' | 'hints' | 'known' | 'found'> {
  readonly rules: HuntRules;
  readonly wish: EventWish;
  readonly folder: CaseFolder | undefined;
  readonly streams: string;
  readonly copied: SpillFile | undefined;
  /** Threads for the second pass. */
  readonly pool: Pool;
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
  const [input, steps] = await Promise.all([
    readInput(paths, {
      found,
      options,
      wish,
      settings: { ...settings, spill: copied?.spill ?? null },
      folder,
      streams,
    }),
    import('./investigate-steps.ts'),
  ]);
  const {
    ATTACK_VERSION,
    THRESHOLDS,
    blindSpotsOf,
    gapsIn,
    groupIncidents,
    historiesIn,
    incidentsFrom,
    joinLineage,
    judge,
    loadNetworkTables,
    loadUserNetworks,
    located,
    mergeCoverage,
    mergePacked,
    openNetworks,
    readEvidence,
    selectionOf,
    sightOf,
    surroundingsFrom,
    tracesOf,
    unpack,
    withHints,
    withSpotsOf,
  } = steps;
  const passes = [...input.known, ...input.fresh];
  const activity = unpack(mergePacked(passes.map((pass) => pass.activity)));
  const lineage = joinLineage(
    tracesOf(
      passes.flatMap((pass) => pass.traces.uses),
      passes.flatMap((pass) => pass.traces.mints),
    ),
  );
  const coverage = mergeCoverage(passes.map((pass) => pass.coverage));
  const byId = new Map(eventRules.map((rule) => [rule.id, rule]));
  const findings = withHints(judge(activity, { rules: byId, known, lineage }), activity, hints);
  // Something will be read: threads get ready while it is worked out what.
  if (input.read.files > FEW_FILES && findings.some(({ band }) => band !== 'log')) pool.warmUp();
  const seeds = groupIncidents(findings, activity, lineage);
  if (input.read.tally.events > MANY_EVENTS) spareMemory();
  const evidence = await readEvidence({
    selection: selectionOf(seeds, lineage, activity),
    input,
    wish,
    settings,
    copied,
    folder,
    pool,
    quiet: options.quiet === true,
  });
  const { read } = input;
  const problems = [...read.problems, ...evidence.lost];
  const reading = {
    problems,
    tally: read.tally,
    ruleProblems: rules.notes,
    coverage,
    lineage,
    gaps: gapsIn(coverage),
    histories: historiesIn(activity),
  };
  const networks = openNetworks(loadNetworkTables(), loadUserNetworks(settings.networks));
  const hostile = new Set(seeds.flatMap((seed) => seed.contexts.map(({ key }) => key)));
  const spots = blindSpotsOf(sightOf(reading, [], []));
  const incidents = incidentsFrom(seeds, evidence, {
    activity,
    lineage,
    networks,
    rules: byId,
    surroundings: surroundingsFrom(coverage, activity, hostile),
    endMs: coverage.toMs,
    blindSpots: (events, seed) => withSpotsOf(spots, sightOf(reading, events, seed.findings)),
  });
  const places = new Map(evidence.records.map(({ ref }) => [ref.eventId, ref]));
  return {
    input: { ...input, read: { ...read, problems } },
    investigation: {
      fromMs: coverage.fromMs,
      toMs: coverage.toMs,
      files: input.evidence.length,
      events: read.tally.events,
      duplicates: read.tally.duplicates,
      accounts: distinct(coverage.places.map(({ account }) => account)),
      regions: distinct(coverage.places.map(({ region }) => region)),
      subjects: new Set([...activity.contexts.values()].map(({ subject }) => subject)).size,
      incidents,
      findings: findings.map((finding) => located(finding, places)),
      lineage: lineage.coverage,
      blindSpots: blindSpotsOf(sightOf(reading, [], findings)),
      evidence: input.evidence
        .map(({ path: file, bytes, sha256, events }) => ({ path: file, bytes, sha256, events }))
        .toSorted((a, b) => byText(a.path, b.path)),
      judgement: {
        version,
        rules: eventRules.length,
        attack: ATTACK_VERSION,
        networks: networks.sources.map(({ name, date }) => `${name} ${date}`),
        thresholds: THRESHOLDS,
        known: options.known === undefined ? [] : [options.known],
      },
    },
  };
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

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '').toSorted(byText);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
