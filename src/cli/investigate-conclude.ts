/** What an investigation makes of what was read: judgement, incidents, and the evidence for them. */
import { mergePacked, unpack } from '../activity/pack.ts';
import type { CaseFolder } from '../case/case-folder.ts';
import type { EventWish } from '../cloudtrail/event-filter.ts';
import type { Pool } from '../cloudtrail/pool.ts';
import type { SpillFile } from '../cloudtrail/spill-file.ts';
import { incidentsFrom, located } from '../investigate/assemble.ts';
import { ATTACK_VERSION } from '../investigate/attack.ts';
import { blindSpotsOf, withSpotsOf } from '../investigate/blind-spots.ts';
import { mergeCoverage } from '../investigate/coverage.ts';
import { withHints } from '../investigate/hints.ts';
import type { Hints } from '../investigate/hints.ts';
import { groupIncidents } from '../investigate/incidents.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { judge } from '../investigate/judge.ts';
import type { Known } from '../investigate/known.ts';
import { selectionOf } from '../investigate/selection.ts';
import { gapsIn, historiesIn, sightOf, surroundingsFrom } from '../investigate/sight.ts';
import { THRESHOLDS } from '../investigate/weights.ts';
import { joinLineage } from '../lineage/join.ts';
import { loadNetworkTables, loadUserNetworks } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import type { EventRule } from '../sigma/rule.ts';
import { spareMemory } from './engine.ts';
import type { HuntRules } from './hunt-rules.ts';
import type { Drafting } from './investigate-drafts.ts';
import { readEvidence } from './investigate-evidence.ts';
import type { Input } from './investigate-input.ts';
import type { InvestigateOptions } from './investigate.ts';
import { version } from './version.ts';

/** Of so many events what the judging leaves behind would take up more memory than all that is needed. */
const MANY_EVENTS = 2_000_000;

export interface ConcludeOrder {
  readonly options: InvestigateOptions;
  readonly hints: Hints;
  readonly known: Known;
  readonly rules: HuntRules;
  /** Those of the rules that the first pass matched. */
  readonly eventRules: readonly EventRule[];
  readonly wish: EventWish;
  readonly folder: CaseFolder | undefined;
  /** The temporary file with copies of records, and what is being made of them. */
  readonly copied: SpillFile | undefined;
  readonly drafting: Drafting | undefined;
  /** Threads for the second pass. */
  readonly pool: Pool;
}

/** The investigation, and its input with what was lost meanwhile. */
export async function conclude(
  input: Input,
  { options, hints, known, rules, eventRules, wish, folder, copied, drafting, pool }: ConcludeOrder,
): Promise<{ investigation: Investigation; input: Input }> {
  const given = options.networks ?? [];
  const passes = [...input.known, ...input.fresh];
  const activity = unpack(mergePacked(passes.map((pass) => pass.activity)));
  const lineage = joinLineage({
    uses: passes.flatMap((pass) => pass.traces.uses),
    mints: passes.flatMap((pass) => pass.traces.mints),
  });
  const coverage = mergeCoverage(passes.map((pass) => pass.coverage));
  const byId = new Map(eventRules.map((rule) => [rule.id, rule]));
  const findings = withHints(judge(activity, { rules: byId, known, lineage }), activity, hints);
  const seeds = groupIncidents(findings, activity, lineage);
  if (input.read.tally.events > MANY_EVENTS) spareMemory();
  const evidence = await readEvidence({
    selection: selectionOf(seeds, lineage, activity),
    input,
    wish,
    settings: { rules: eventRules, networks: given },
    copied,
    folder,
    drafting,
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
  const networks = openNetworks(loadNetworkTables(), loadUserNetworks(given));
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

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '').toSorted(byText);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
