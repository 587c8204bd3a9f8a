/** Which ATT&CK techniques the events show. */
import type { Action } from './action.ts';
import { onlyFirst } from './action.ts';
import { TACTICS, factsOf } from './attack-matrix.ts';
import type { Mapping, Tactic, TechniqueId } from './attack-matrix.ts';
import { countOf, inOrder } from './call.ts';
import { citedFew } from './bounds.ts';
import type { Technique } from './incident.ts';

export { ATTACK_VERSION, TACTICS, currentId } from './attack-matrix.ts';

/** Tactic and technique of a mapping. */
export function partsOf(mapping: Mapping): { readonly tactic: Tactic; readonly id: TechniqueId } {
  const at = mapping.lastIndexOf('/');
  return { tactic: mapping.slice(0, at) as Tactic, id: mapping.slice(at + 1) as TechniqueId };
}

/**
 * Techniques that the intruder's actions show, by tactic in the order of the matrix, then by ID. An action counts as
 * attempted in any case, and as succeeded when the call did. Being where the intruder is shows Valid Accounts, with
 * the first call that was answered as evidence.
 *
 * @param all in order of time
 */
export function techniquesOf(all: readonly Action[]): Technique[] {
  const actions = all.filter(({ event }) => event.actor === 'intruder');
  const found = new Map<Mapping, Action[]>();
  for (const action of actions) {
    for (const mapping of action.shows) addTo(found, mapping, action);
  }
  const entry = actions.find(({ outcome }) => outcome === 'succeeded' || outcome === 'dry-run');
  if (entry !== undefined && found.get(ENTRY)?.includes(entry) !== true) {
    found.set(ENTRY, inOrder([...(found.get(ENTRY) ?? []), onlyFirst(entry)]));
  }
  return [...found]
    .map(([mapping, of]) => techniqueOf(mapping, of))
    .toSorted((a, b) => rank(a.tactic) - rank(b.tactic) || (a.id < b.id ? -1 : Number(a.id > b.id)));
}

const ENTRY: Mapping = 'Initial Access/T1078.004';

function techniqueOf(mapping: Mapping, actions: readonly Action[]): Technique {
  const { tactic, id } = partsOf(mapping);
  return {
    tactic,
    id,
    name: factsOf(id).name,
    attempted: countOf(actions),
    succeeded: countOf(actions.filter(({ outcome }) => outcome === 'succeeded')),
    events: citedFew(actions),
  };
}

function rank(tactic: string): number {
  return TACTICS.findIndex(({ name }) => name === tactic);
}

function addTo(found: Map<Mapping, Action[]>, mapping: Mapping, action: Action): void {
  const list = found.get(mapping);
  if (list === undefined) found.set(mapping, [action]);
  else list.push(action);
}

/** Tactics none of the techniques belongs to, each with what would have shown it. */
export function tacticsNotSeen(techniques: readonly Technique[]): (typeof TACTICS)[number][] {
  const seen = new Set(techniques.map(({ tactic }) => tactic));
  return TACTICS.filter(({ name }) => !seen.has(name));
}
