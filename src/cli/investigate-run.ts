import { wishOf } from './input-options.ts';
import { planHunt } from '../hunt/plan.ts';
import { huntRules } from './hunt-rules.ts';
import { readInput } from './investigate-input.ts';
import { mergePacked, unpack } from '../activity/pack.ts';
import { tracesOf } from '../lineage/traces.ts';
import { joinLineage } from '../lineage/join.ts';
import { mergeCoverage } from '../investigate/coverage.ts';
import type { InvestigateOptions } from './investigate.ts';
export async function investigate(paths: readonly string[], options: InvestigateOptions): Promise<void> {
  const t0 = performance.now();
  const { rules } = await huntRules({ ...options, level: 'low' } as never);
  const plan = planHunt(rules, 'low');
  const input = await readInput(paths, { options, wish: wishOf({...options, credential: []} as never, 0), settings: { rules: plan.eventRules, networks: [] }, folder: undefined, streams: '/tmp/x' });
  const t1 = performance.now();
  const activity = unpack(mergePacked(input.passes.map((p) => p.activity)));
  const t2 = performance.now();
  const lineage = joinLineage(tracesOf(input.passes.flatMap((p) => p.traces.uses), input.passes.flatMap((p) => p.traces.mints)));
  const t3 = performance.now();
  const coverage = mergeCoverage(input.passes.map((p) => p.coverage));
  console.log({ read: t1 - t0, merge: t2 - t1, join: t3 - t2, cov: performance.now() - t3, contexts: activity.contexts.size, credentials: lineage.credentials.size, edges: lineage.edges.length, mints: input.passes.map((p) => p.traces.mints.length), uses: input.passes.map((p) => p.traces.uses.length), places: coverage.places.length, rss: process.memoryUsage().rss / 1e6 });
}
