/** What must be so before anything is changed: who acts, not with the leaked credential, and able to go on. */
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Caller } from './action.ts';
import { AwsError } from './aws-error.ts';
import { readOnly } from './operation.ts';
import type { Plan, Step } from './plan.ts';

/** Who makes the calls in one account. */
export interface Responder {
  readonly account: string;
  /** Of the user or session. */
  readonly arn: string;
  readonly accessKeyId: string;
}

export interface Preflight {
  /** Reasons not to begin, as sentences; none when all is well. */
  readonly refusals: readonly string[];
  /** What could not be looked at. */
  readonly unchecked: readonly string[];
}

/**
 * Looks at the responders and at what the steps would do to them. Reads only.
 *
 * @param steps that are about to be applied
 */
export async function preflight(
  plan: Plan,
  steps: readonly Step[],
  responders: readonly Responder[],
  caller: Caller,
): Promise<Preflight> {
  const refusals: string[] = [];
  const unchecked: string[] = [];
  for (const responder of responders) {
    const owner = ownerOf(responder.arn);
    if (plan.scope.includes(responder.accessKeyId))
      refusals.push(`${responder.accessKeyId} is a credential of the incident: never act with it`);
    else if (plan.scope.some((entry) => isSameOwner(entry, owner)))
      refusals.push(`${owner} is a principal of the incident: never act as it`);
    const own = steps.filter(({ account }) => account === responder.account);
    const { held, blind } = await holdings(owner, responder.account, own, readOnly(caller));
    unchecked.push(...blind);
    for (const step of own) {
      const hit = responderIn(step, owner, responder, held);
      if (hit !== undefined)
        refusals.push(`step ${step.id} (${step.action}) is about ${hit}, by which the responder acts`);
    }
  }
  return { refusals, unchecked };
}

/** What gives the responder its power: names of its groups, ARNs of its policies. */
interface Holdings {
  readonly groups: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;
}

/** The user or role behind an ARN: sessions are of their role. */
function ownerOf(arn: string): string {
  const session = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn);
  return session === null ? arn : `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
}

/** The ARN of a session has the name of its role, and not its path. */
function isSameOwner(one: string, other: string): boolean {
  return one === other || (owned(one) !== '' && owned(one) === owned(other));
}

/** `123456789012 role name`; `''` for what is neither user nor role. */
function owned(arn: string): string {
  const found = /^arn:[^:]+:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(ownerOf(arn));
  return found === null ? '' : `${found[1]} ${found[2]} ${found[3]}`;
}

/** The parameter by which a step is about what the responder is, or has its power from. */
function responderIn(
  { parameters }: Step,
  owner: string,
  { accessKeyId }: Responder,
  { groups, policies }: Holdings,
): string | undefined {
  const kind = /:(user|role)\//.exec(owner)?.[1];
  const isAboutHolder = ['userName', 'roleName', 'groupName'].some((name) => parameters[name] !== undefined);
  const found = Object.entries(parameters).find(([name, value]) => {
    // Policies name several, with commas between.
    if (value.split(',').some((each) => each === accessKeyId || isSameOwner(each, owner))) return true;
    if (name === `${kind}Name`) return value === nameOf(owner);
    if (name === 'groupName') return groups.has(value);
    // A policy that is taken from another holder stays what it is.
    return name === 'policyArn' && !isAboutHolder && policies.has(value);
  });
  return found?.[1];
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

async function holdings(
  owner: string,
  account: string,
  steps: readonly Step[],
  caller: Caller,
): Promise<{ held: Holdings; blind: string[] }> {
  const blind: string[] = [];
  const list = async (
    operation: string,
    input: JsonObject,
    member: string,
    field: string,
  ): Promise<string[]> => {
    try {
      const answer = await caller.call({ service: 'iam', operation, input }, { account, region: '' });
      const found = answer[member];
      if (!Array.isArray(found)) return [];
      return found.flatMap((each) =>
        isJsonObject(each) && typeof each[field] === 'string' ? [each[field]] : [],
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      blind.push(`whether a step locks ${owner} out: ${operation}: ${error.code}`);
      return [];
    }
  };
  const kind = /:(user|role)\//.exec(owner)?.[1];
  const isOfUser = kind === 'user';
  const touchesGroups = steps.some(({ parameters }) => parameters['groupName'] !== undefined);
  const touchesPolicies = steps.some(({ parameters }) => parameters['policyArn'] !== undefined);
  const name = nameOf(owner);
  const groups =
    isOfUser && touchesGroups
      ? await list('ListGroupsForUser', { UserName: name }, 'Groups', 'GroupName')
      : [];
  const policies =
    kind !== undefined && touchesPolicies
      ? isOfUser
        ? await list('ListAttachedUserPolicies', { UserName: name }, 'AttachedPolicies', 'PolicyArn')
        : await list('ListAttachedRolePolicies', { RoleName: name }, 'AttachedPolicies', 'PolicyArn')
      : [];
  // That others lose a policy of AWS takes nothing from the responder.
  const changeable = policies.filter((arn) => !arn.includes(':iam::aws:'));
  return { held: { groups: new Set(groups), policies: new Set(changeable) }, blind };
}
