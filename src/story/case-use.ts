/** How a key was used, from what the logs of a case say about every credential. */
import type { Activity, Context, Dimension, Seen } from '../activity/activity.ts';
import { groupBy } from '../group-by.ts';
import { BANDS } from '../investigate/finding.ts';
import type { Finding } from '../investigate/finding.ts';
import type { Networks } from '../network/lookup.ts';
import type { StoryContext, StoryUse } from './key-story.ts';

const MOST_CONTEXTS = 20;
const MOST_ADDRESSES = 3;

/** A context in which a key was used, and when it was. */
interface Used {
  readonly context: Context;
  readonly seen: Seen;
}

/** Finds the use of keys; made once for all of them. */
export class CaseUse {
  readonly #byKey: ReadonlyMap<string, readonly Used[]>;
  readonly #findings: ReadonlyMap<string, readonly Finding[]>;
  readonly #networks: Networks;

  constructor(activity: Activity, findings: readonly Finding[], networks: Networks) {
    this.#byKey = usedByKey(activity);
    this.#findings = groupBy(findings, ({ subject }) => subject);
    this.#networks = networks;
  }

  /** `null` when the logs do not show the key. */
  of(keyId: string): StoryUse | null {
    const all = this.#byKey.get(keyId) ?? [];
    if (all.length === 0) return null;
    const contexts = all.map((used) => this.#contextOf(used)).toSorted(odderFirst);
    return {
      firstMs: Math.min(...all.map(({ seen }) => seen.firstMs)),
      lastMs: Math.max(...all.map(({ seen }) => seen.lastMs)),
      days: new Set(all.flatMap(({ seen }) => seen.days)).size,
      contexts: contexts.slice(0, MOST_CONTEXTS),
      moreContexts: Math.max(0, contexts.length - MOST_CONTEXTS),
    };
  }

  /** ARNs that the logs name for the key, and the accounts of its calls. */
  principals(keyId: string): readonly string[] {
    return [
      ...new Set((this.#byKey.get(keyId) ?? []).flatMap(({ context }) => valuesOf(context, 'principal'))),
    ].toSorted();
  }

  #contextOf({ context, seen }: Used): StoryContext {
    const { subject, network, tool } = context;
    const finding = this.#findings
      .get(subject)
      ?.find((each) => each.network === network && each.tool === tool);
    const addresses = valuesOf(context, 'address');
    return {
      network: this.#nameOf(network, addresses[0]),
      countries: valuesOf(context, 'country'),
      kinds: valuesOf(context, 'kind'),
      addresses: addresses.slice(0, MOST_ADDRESSES),
      tool,
      firstMs: seen.firstMs,
      lastMs: seen.lastMs,
      days: seen.days.length,
      band: finding?.band ?? null,
    };
  }

  /** With the holder of the AS, whom the table of networks knows. */
  #nameOf(network: string, address: string | undefined): string {
    if (address === undefined || !/^AS\d+$/.test(network)) return network;
    const { asn, org } = this.#networks.lookup(address);
    return org === null || network !== `AS${asn}` ? network : `${network} ${org}`;
  }
}

/**
 * Contexts by key: those of a long-lived key are its own, those of a temporary one are its principal's, of which it had
 * a part.
 */
function usedByKey(activity: Activity): Map<string, Used[]> {
  const byKey = new Map<string, Used[]>();
  const add = (keyId: string, used: Used): void => {
    const known = byKey.get(keyId);
    if (known === undefined) byKey.set(keyId, [used]);
    else known.push(used);
  };
  for (const context of activity.contexts.values()) {
    add(context.subject, { context, seen: context.seen });
    for (const [keyId, seen] of context.values.get('credential') ?? [])
      if (keyId !== context.subject) add(keyId, { context, seen });
  }
  return byKey;
}

function valuesOf({ values }: Context, dimension: Dimension): string[] {
  return [...(values.get(dimension)?.keys() ?? [])].toSorted();
}

function rankOf({ band }: StoryContext): number {
  return band === null ? BANDS.length : BANDS.indexOf(band);
}

function odderFirst(a: StoryContext, b: StoryContext): number {
  return (
    rankOf(a) - rankOf(b) ||
    b.days - a.days ||
    a.firstMs - b.firstMs ||
    compare(a.network, b.network) ||
    compare(a.tool, b.tool)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
