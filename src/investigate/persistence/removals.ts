/** Finds the call that took a planted thing away, without going through all calls for each thing. */
import type { Call } from '../call.ts';
import { inOrder, values } from '../call.ts';
import { groupBy } from '../../group-by.ts';
import { bare } from '../names.ts';
import type { Condition, Plant, Removal } from './table.ts';
import { identityOf, targetsOf } from './target.ts';
import type { Target } from './target.ts';

/** Services whose objects have no region, and S3, whose bucket names are unique in all. */
const GLOBAL = new Set([
  'iam',
  'sts',
  'organizations',
  'account',
  'route53',
  'route53domains',
  'cloudfront',
  's3',
  'support',
  'budgets',
]);

/** Account, and region where objects of the service have one. */
export function placeOf({ service, account, region }: Call): string {
  return GLOBAL.has(service) ? account : `${account} ${region}`;
}

export function holds(call: Call, condition: Condition | undefined): boolean {
  return Object.entries(condition ?? {}).every(([path, pattern]) =>
    values(call, path).some((text) => pattern.test(text)),
  );
}

export class Removals {
  readonly #byCall: ReadonlyMap<string, readonly Call[]>;
  readonly #indexes = new Map<string, ReadonlyMap<string, readonly Call[]>>();

  /** @param calls in order of time */
  constructor(calls: readonly Call[]) {
    this.#byCall = groupBy(
      calls.filter(({ outcome }) => outcome === 'succeeded'),
      ({ id }) => id,
    );
  }

  /** The first call later than `last` that took the target away, by whomever, of those that count. */
  firstBehind(
    last: Call,
    plant: Plant,
    target: Target,
    counts: (call: Call) => boolean = () => true,
  ): Call | undefined {
    const isLater = (call: Call): boolean =>
      isBehind(call, last) && placeOf(call) === placeOf(last) && counts(call);
    const found = plant.gone.map((removal) => this.#find(removal, isLater, plant, target));
    if (plant.restores !== undefined) {
      found.push(...plant.calls.map((id) => this.#findRestoring(id, isLater, plant, target)));
    }
    return inOrder(found.filter((call) => call !== undefined))[0];
  }

  #find(removal: Removal, isLater: (call: Call) => boolean, plant: Plant, target: Target): Call | undefined {
    const [id = '', ...parameters] = removal.split(' ');
    const [first, ...others] = parameters.map((parameter) => parsed(parameter));
    const candidates =
      first === undefined
        ? (this.#byCall.get(id) ?? [])
        : (this.#index(removal, id, first.path).get(bare(target[first.name] ?? '')) ?? []);
    return candidates.find(
      (call) =>
        isLater(call) &&
        holds(call, plant.goneWhen?.[id]) &&
        others.every(({ name, path }) => {
          const wanted = bare(target[name] ?? '');
          return values(call, path).some((text) => bare(text) === wanted);
        }),
    );
  }

  #findRestoring(
    id: string,
    isLater: (call: Call) => boolean,
    plant: Plant,
    target: Target,
  ): Call | undefined {
    const key = JSON.stringify(identityOf(plant, target));
    const index = this.#remembered(`restores ${id} ${plant.says}`, id, (call) =>
      targetsOf(call, plant).map((other) => JSON.stringify(identityOf(plant, other))),
    );
    return index.get(key)?.find((call) => isLater(call) && plant.restores!(call));
  }

  #index(removal: Removal, id: string, path: string): ReadonlyMap<string, readonly Call[]> {
    return this.#remembered(removal, id, (call) => values(call, path).map((text) => bare(text)));
  }

  #remembered(
    name: string,
    id: string,
    keysOf: (call: Call) => readonly string[],
  ): ReadonlyMap<string, readonly Call[]> {
    let index = this.#indexes.get(name);
    if (index === undefined) {
      const entries = (this.#byCall.get(id) ?? []).flatMap((call) =>
        [...new Set(keysOf(call))].map((key) => ({ key, call })),
      );
      index = new Map(
        [...groupBy(entries, ({ key }) => key)].map(([key, of]) => [key, of.map(({ call }) => call)]),
      );
      this.#indexes.set(name, index);
    }
    return index;
  }
}

/** Records have whole seconds. What was removed and made again within one is better thought to be there. */
function isBehind(call: Call, other: Call): boolean {
  return call.ref.timeMs > other.ref.timeMs;
}

/** A user that names nobody means itself. */
function parsed(parameter: string): { readonly name: string; readonly path: string } {
  const at = parameter.indexOf('=');
  return at < 0
    ? { name: parameter, path: `${parameter}|by:${parameter}` }
    : { name: parameter.slice(0, at), path: parameter.slice(at + 1) };
}
