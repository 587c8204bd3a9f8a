/** The least IAM policies with which a plan can be checked and applied. */
import type { Grant } from './action.ts';
import { actionOf } from './actions.ts';
import type { Plan } from './plan.ts';

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
  }[];
}

export interface AccountPolicies {
  readonly account: string;
  /** For `plan`, `verify` and a dry run. Several, where one would be too long. */
  readonly reader: readonly PolicyDocument[];
  /** For `apply` and `undo`: reading included. */
  readonly responder: readonly PolicyDocument[];
}

/** Characters of a managed policy, which IAM counts without white space. */
const MOST_CHARACTERS = 6144;

/** Policies for each account of the plan, in order. Both roles may also ask who they are, which needs no permission. */
export function leastPolicies(plan: Plan): AccountPolicies[] {
  const accounts = [...new Set(plan.steps.map(({ account }) => account))].toSorted();
  return accounts.map((account) => {
    const grants = plan.steps
      .filter((step) => step.account === account)
      .flatMap((step) => actionOf(step.action)?.permissions(step) ?? []);
    return {
      account,
      reader: documentsOf(grants.filter(({ role }) => role === 'reader')),
      responder: documentsOf(grants),
    };
  });
}

type Statement = PolicyDocument['Statement'][number];

/** Grants as statements: resources with the same actions together. */
function documentsOf(grants: readonly Grant[]): PolicyDocument[] {
  const byResource = new Map<string, Set<string>>();
  for (const { action, resource } of grants) {
    const actions = byResource.get(resource) ?? new Set<string>();
    actions.add(action);
    byResource.set(resource, actions);
  }
  const byActions = new Map<string, string[]>();
  for (const [resource, actions] of byResource) {
    const key = [...actions].toSorted().join(' ');
    byActions.set(key, [...(byActions.get(key) ?? []), resource]);
  }
  const statements = [...byActions]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([actions, resources]) => statementsOf(actions.split(' '), resources.toSorted()));
  const documents: Statement[][] = [];
  let length = Infinity;
  for (const statement of statements) {
    const more = JSON.stringify(statement).length + 1;
    if (length + more > MOST_CHARACTERS) {
      documents.push([]);
      length = FRAME;
    }
    documents.at(-1)!.push(statement);
    length += more;
  }
  return documents.map((each) => ({ Version: '2012-10-17', Statement: each }));
}

/** What is around the statements. */
const FRAME = JSON.stringify({ Version: '2012-10-17', Statement: [] }).length;

/** One statement, or several where its resources would not fit into a policy. */
function statementsOf(actions: readonly string[], resources: readonly string[]): Statement[] {
  const base = JSON.stringify({ Effect: 'Allow', Action: actions, Resource: [] }).length + FRAME;
  const portions: string[][] = [];
  let length = Infinity;
  for (const resource of resources) {
    if (length + resource.length + 3 > MOST_CHARACTERS) {
      portions.push([]);
      length = base;
    }
    portions.at(-1)!.push(resource);
    length += resource.length + 3;
  }
  return portions.map((some) => ({ Effect: 'Allow', Action: actions, Resource: some }));
}
