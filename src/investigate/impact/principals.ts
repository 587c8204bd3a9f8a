/** What the users and roles that the intruder made could do. */
import type { Lineage } from '../../lineage/lineage.ts';
import type { Action } from '../action.ts';
import { value } from '../call.ts';
import { groupBy } from '../../group-by.ts';
import { distinct, some, timeText } from '../names.ts';
import { allowedText, managedText, readPolicy } from '../policy.ts';
import { member } from '../values.ts';
import { isJsonObject } from '../../json.ts';
import type { Draft } from './draft.ts';

const GRANTS = new Set([
  'iam:AttachUserPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachGroupPolicy',
  'iam:PutUserPolicy',
  'iam:PutRolePolicy',
  'iam:PutGroupPolicy',
]);

/**
 * For each user and role that was created: what the policies that were put on it, or on its groups, allow as far as
 * the log says. Policies that were there before and what they hold are not in a log.
 */
export function principalsOf(actions: readonly Action[], lineage: Lineage): Draft[] {
  const done = actions.filter(({ outcome, event }) => outcome === 'succeeded' && event.actor === 'intruder');
  const documents = ownPolicies(done);
  const grants = groupBy(
    done.filter(({ id }) => GRANTS.has(id)),
    (action) => keyOf(action, value(action, 'userName|roleName|groupName')),
  );
  const groups = groupBy(
    done.filter(({ id }) => id === 'iam:AddUserToGroup'),
    (action) => keyOf(action, value(action, 'userName')),
  );
  const keys = groupBy(
    done.filter(({ id }) => id === 'iam:CreateAccessKey'),
    (action) => keyOf(action, value(action, 'out:accessKey.userName|userName')),
  );
  return done
    .filter(({ id }) => id === 'iam:CreateUser' || id === 'iam:CreateRole')
    .map((created): Draft => {
      const name = value(created, 'userName|roleName');
      const key = keyOf(created, name);
      const memberships = groups.get(key) ?? [];
      const given = [
        ...(grants.get(key) ?? []),
        ...memberships.flatMap((action) => grants.get(keyOf(action, value(action, 'groupName'))) ?? []),
      ];
      const what = created.id === 'iam:CreateUser' ? 'user' : 'role';
      return {
        class: 'created',
        certainty: 'likely',
        service: 'iam',
        resource: name,
        account: created.account,
        region: created.region,
        rotate: false,
        actions: [created, ...memberships, ...given],
        says: () =>
          [
            given.length === 0
              ? `No policy was given to this ${what} in the logs${memberships.length > 0 ? `; it was put into groups: ${some(distinct(memberships.map((action) => value(action, 'groupName'))))}` : ''}.`
              : `What this ${what} could do: ${distinct(given.map((grant) => grantText(grant, documents))).join('; ')}.`,
            ...(keys.get(key) ?? []).map((action) =>
              useText(value(action, 'out:accessKey.accessKeyId'), lineage),
            ),
          ].join(' '),
      };
    });
}

function keyOf({ account }: Action, name: string): string {
  return JSON.stringify([account, name]);
}

/** Documents of policies that were made or changed in the logs, by ARN. */
function ownPolicies(done: readonly Action[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const action of done) {
    if (action.id !== 'iam:CreatePolicy' && action.id !== 'iam:CreatePolicyVersion') continue;
    const { request } = action;
    const document = isJsonObject(request) ? member(request, 'policyDocument') : undefined;
    found.set(value(action, 'out:policy.arn|policyArn'), allowedText(readPolicy(document)));
  }
  return found;
}

function grantText(grant: Action, documents: ReadonlyMap<string, string>): string {
  const policyArn = value(grant, 'policyArn');
  if (policyArn !== '') {
    return `${managedText(policyArn) ?? documents.get(policyArn) ?? 'what its policy allows'} (${policyArn})`;
  }
  const { request } = grant;
  const document = isJsonObject(request) ? member(request, 'policyDocument') : undefined;
  return `${allowedText(readPolicy(document))} (inline policy ${value(grant, 'policyName')})`;
}

function useText(accessKeyId: string, lineage: Lineage): string {
  const first = lineage.credentials.get(accessKeyId)?.firstUseMs ?? null;
  return first === null
    ? `Its access key ${accessKeyId} is not used in the logs.`
    : `Its access key ${accessKeyId} was used, first at ${timeText(first)}.`;
}
