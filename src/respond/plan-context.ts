/** What the parts of a plan share: who is in the incident, what would break, who is left alone. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { arnMatcher } from '../investigate/arn-pattern.ts';
import type { Incident } from '../investigate/incident.ts';
import { actionOf } from './actions.ts';
import type { Draft } from './draft.ts';
import { keyOf } from './draft.ts';
import { breaksOf, ownerUseOf } from './owner-use.ts';
import type { Phase } from './plan.ts';
import type { PlanOptions } from './plan-options.ts';
import { principalOf } from './principal.ts';

/** What a planner says about a step; the rest follows. */
export interface Wish {
  readonly phase: Phase;
  readonly action: string;
  readonly rank: number;
  readonly order?: number;
  readonly account: string;
  readonly region?: string;
  readonly parameters: { readonly [name: string]: string };
  readonly title: string;
  readonly why: string;
  readonly events: readonly EventRef[];
  readonly stops: string;
  readonly leavesAlive: string;
  readonly breaks?: readonly string[];
  readonly after?: readonly Draft[];
}

export class PlanContext {
  readonly incident: Incident;
  readonly options: PlanOptions;
  readonly drafts: Draft[] = [];
  /** Names of what the intruder made, as `kind account name`: deleting it takes away what is on it. */
  readonly created: ReadonlySet<string>;
  readonly isProtected: (arn: string) => boolean;
  readonly #named: ReadonlyMap<string, { readonly [name: string]: string }>;
  readonly #breaks: ReadonlyMap<string, readonly string[]>;

  constructor(incident: Incident, options: PlanOptions) {
    this.incident = incident;
    this.options = options;
    this.isProtected = arnMatcher(options.protected ?? []);
    this.#breaks = breaksOf(options.ownerUse ?? ownerUseOf(incident));
    this.created = createdIn(incident);
    this.#named = new Map(
      incident.credentials.map(({ credential }) => {
        const { kind, account, name, parameters } = principalOf(credential.owner);
        return [createdName(kind, account, name), parameters];
      }),
    );
  }

  /** Legitimate use of a user or role. */
  breaksOf(owner: string): readonly string[] {
    return this.#breaks.get(owner) ?? [];
  }

  /** Parameters that name a user or role: with its path, where the logs say it. */
  naming(kind: 'user' | 'role', account: string, name: string): { readonly [name: string]: string } {
    return this.#named.get(createdName(kind, account, name)) ?? { [`${kind}Name`]: name };
  }

  /** Name of an inline policy or SCP of this incident. */
  policyName(what: string): string {
    return `IR-${this.incident.id}-${what}`;
  }

  add(wish: Wish): Draft {
    const { order = 0, region = '', breaks = [], after = [], ...rest } = wish;
    const draft: Draft = {
      ...rest,
      order,
      region,
      breaks,
      undo: actionOf(wish.action)?.undoes ?? null,
      afterKeys: after.map((each) => keyOf(each)),
    };
    this.drafts.push(draft);
    return draft;
  }
}

const CREATING: readonly (readonly [RegExp, string, string])[] = [
  [/^iam:DeleteUser$/, 'user', 'userName'],
  [/^iam:DeleteRole$/, 'role', 'roleName'],
  [/^iam:DeleteGroup$/, 'group', 'groupName'],
  [/^lambda:DeleteFunction$/, 'function', 'functionName'],
];

function createdIn({ persistence }: Incident): ReadonlySet<string> {
  const names = persistence.flatMap(({ state, account, target, undo }) => {
    const last = undo.at(-1) ?? '';
    const [, kind, parameter = ''] = CREATING.find(([pattern]) => pattern.test(last)) ?? [];
    const name = target[parameter] ?? '';
    return state !== 'present' || kind === undefined || name === '' ? [] : [createdName(kind, account, name)];
  });
  return new Set(names);
}

export function createdName(kind: string, account: string, name: string): string {
  return `${kind} ${account} ${name}`;
}
