/** The activity of those who take part in incidents, held as objects: contexts are asked for with every event. */
import type { Activity, Context } from '../activity/activity.ts';
import type { IncidentSeed } from './incident-seed.ts';

/** The same contexts; those of the seeds' subjects are taken out of their packing once. */
export function loadedFor(activity: Activity, seeds: readonly IncidentSeed[]): Activity {
  const subjects = new Set(seeds.flatMap(({ findings }) => findings.map(({ subject }) => subject)));
  const contexts = [...activity.contexts].map(
    ([key, context]) => [key, subjects.has(context.subject) ? loaded(context) : context] as const,
  );
  return { contexts: new Map(contexts) };
}

function loaded({ subject, network, tool, seen, values }: Context): Context {
  return { subject, network, tool, seen, values };
}
