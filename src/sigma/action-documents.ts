/**
 * The older way to write several rules in one file: `action: global` gives attributes to all documents behind
 * it, `action: repeat` changes parts of the document before, `action: reset` forgets the global ones.
 */
import { Pair, YAMLMap, isMap, isScalar } from 'yaml';
import type { RuleDocument } from './rule-document.ts';

/** The root of each document that is a rule, with what other documents of the file give to it. */
export function applyActions(
  documents: readonly RuleDocument[],
): { document: RuleDocument; root: RuleDocument['root'] }[] {
  const rules: { document: RuleDocument; root: RuleDocument['root'] }[] = [];
  let shared: YAMLMap | undefined;
  let previous: YAMLMap | undefined;
  for (const document of documents) {
    const root = document.root;
    if (!isMap(root)) {
      rules.push({ document, root });
      continue;
    }
    const action = actionOf(root);
    const own = withoutAction(root);
    if (action === 'global') shared = merged(shared, own);
    else if (action === 'reset') shared = undefined;
    else {
      previous = action === 'repeat' ? merged(previous, own) : merged(shared, own);
      rules.push({ document, root: previous });
    }
  }
  return rules;
}

function actionOf(map: YAMLMap): unknown {
  const value = map.get('action');
  return typeof value === 'string' ? value : undefined;
}

function withoutAction(map: YAMLMap): YAMLMap {
  return actionOf(map) === undefined
    ? map
    : copyOf(
        map,
        map.items.filter((pair) => keyOf(pair) !== 'action'),
      );
}

function keyOf(pair: Pair): unknown {
  return isScalar(pair.key) ? pair.key.value : undefined;
}

function copyOf(map: YAMLMap, items: Pair[]): YAMLMap {
  const copy = new YAMLMap();
  copy.items = items;
  if (map.range) copy.range = map.range;
  return copy;
}

/** The later map over the earlier; maps under the same key are merged likewise. */
function merged(earlier: YAMLMap | undefined, later: YAMLMap): YAMLMap {
  if (earlier === undefined) return later;
  const items = [...later.items];
  for (const pair of earlier.items) {
    const index = items.findIndex((item) => keyOf(item) === keyOf(pair));
    const other = items[index];
    if (other === undefined) items.push(pair);
    else if (isMap(pair.value) && isMap(other.value)) {
      items[index] = new Pair(other.key, merged(pair.value, other.value));
    }
  }
  return copyOf(later, items);
}
