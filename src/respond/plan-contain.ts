/** Containment: every credential of the incident, who it belongs to, and what is to be kept before anything changes. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { CompromisedCredential } from '../investigate/incident.ts';
import type { Draft } from './draft.ts';
import { RANKS } from './draft.ts';
import type { PlanContext } from './plan-context.ts';
import { createdName } from './plan-context.ts';
import { isPermissionSetRole, isServiceLinked, principalOf } from './principal.ts';
import type { Principal } from './principal.ts';
import { TIME_OF_APPLYING } from './step-time.ts';

/** A user or role, and its credentials in the incident. */
interface Owner {
  readonly principal: Principal;
  readonly credentials: readonly CompromisedCredential[];
  readonly events: readonly EventRef[];
  /** Credentials that descend from its own. */
  readonly reach: number;
}

export function planContainment(plan: PlanContext): void {
  const owners = ownersOf(plan);
  owners.forEach((owner, order) => {
    const { principal } = owner;
    if (plan.isProtected(principal.arn)) leaveAlone(plan, owner, order);
    else if (principal.kind === 'user') containUser(plan, owner, order);
    else if (principal.kind === 'role') containRole(plan, owner, order);
    else if (principal.kind === 'root') containRoot(plan, owner, order);
    else containUnknown(plan, owner, order);
  });
  planScp(plan, owners);
}

/** Owners with the deepest reach first; equal ones by name. */
function ownersOf({ incident }: PlanContext): Owner[] {
  const byOwner = new Map<string, CompromisedCredential[]>();
  for (const each of incident.credentials) {
    const { owner, principal, id } = each.credential;
    const key = owner || principal || id;
    const known = byOwner.get(key);
    if (known === undefined) byOwner.set(key, [each]);
    else known.push(each);
  }
  const events = eventsByCredential(incident);
  const children = new Map<string, string[]>();
  for (const { parent, child } of incident.edges) {
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [child]);
    else known.push(child);
  }
  const owners = [...byOwner].map(([arn, credentials]) => ({
    principal: principalOf(arn),
    credentials: credentials.toSorted((a, b) => (a.credential.id < b.credential.id ? -1 : 1)),
    events: credentials.flatMap(({ credential }) => events.get(credential.id) ?? []),
    reach: descendants(
      credentials.map(({ credential }) => credential.id),
      children,
    ),
  }));
  return owners.toSorted((a, b) => b.reach - a.reach || (a.principal.arn < b.principal.arn ? -1 : 1));
}

/** Events kept for each credential: its first ones of the intruder, and what minted it. */
const KEPT_EVENTS = 4;

function eventsByCredential({ timeline, edges }: PlanContext['incident']): ReadonlyMap<string, EventRef[]> {
  const found = new Map<string, EventRef[]>();
  const keep = (id: string, event: EventRef, most: number): void => {
    const known = found.get(id);
    if (known === undefined) found.set(id, [event]);
    else if (known.length < most) known.push(event);
  };
  for (const { child, events } of edges) for (const event of events) keep(child, event, KEPT_EVENTS);
  for (const entry of timeline)
    if (entry.actor === 'intruder') keep(entry.credential, entry, 2 * KEPT_EVENTS);
  return found;
}

/** How many credentials descend from the given ones. */
function descendants(from: readonly string[], children: ReadonlyMap<string, readonly string[]>): number {
  const seen = new Set(from);
  const queue = [...from];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const child of children.get(id) ?? []) {
      if (seen.has(child)) continue;
      seen.add(child);
      queue.push(child);
    }
  }
  return seen.size - from.length;
}

const WHY = {
  leaked: 'was used by the intruder',
  minted: 'was minted by the intruder',
  created: 'belongs to a principal that the intruder created',
} as const;

function whyOf({ credentials, reach }: Owner): string {
  const [first] = credentials;
  if (first === undefined) return '';
  const { credential, because } = first;
  const others = credentials.length > 1 ? `, and ${credentials.length - 1} more of its credentials` : '';
  const minted = reach > 0 ? ` ${reach} more ${reach === 1 ? 'descends' : 'descend'} from it.` : '';
  return `${credential.id} ${WHY[because]}${others}.${minted}`;
}

/** Which kinds of session an inline deny ends, so that what is left alive can be said. */
const USER_SESSIONS = new Set(['session-token', 'federation', 'console-session', 'oauth-login']);

function containUser(plan: PlanContext, owner: Owner, order: number): void {
  const { principal, credentials, events } = owner;
  const { name, account, parameters } = principal;
  const common = { phase: 'contain', account, events, order, why: whyOf(owner) } as const;
  const kept = plan.add({
    ...common,
    action: 'preserve-user',
    rank: RANKS.preserve,
    parameters,
    title: `Keep what user ${name} is like now`,
    stops: 'Nothing: it only reads.',
    leavesAlive: 'Everything.',
  });
  const breaks = plan.breaksOf(principal.arn);
  const deny = {
    ...common,
    rank: RANKS.user,
    breaks,
    after: [kept],
    leavesAlive: 'Role sessions that were assumed before. IAM takes seconds to minutes until a deny counts.',
  };
  plan.add({
    ...deny,
    action: 'deny-user',
    parameters: { ...parameters, policyName: plan.policyName('DenyAll') },
    title: `Deny user ${name} everything`,
    stops: 'All keys, console sessions and tokens of the user, so that they mint nothing more.',
  });
  plan.add({
    ...deny,
    action: 'attach-deny-policy',
    parameters,
    title: `Deny user ${name} everything a second time`,
    stops: 'The same, should the inline policy be taken away or not fit.',
  });
  plan.add({
    ...deny,
    action: 'set-deny-boundary',
    parameters,
    title: `Deny user ${name} everything by its boundary`,
    stops: 'The same, where no quota of policies can be full.',
  });
  for (const { credential } of credentials) containCredential(plan, owner, credential, kept, order);
  if (credentials.some(({ credential }) => USER_SESSIONS.has(credential.kind))) {
    plan.add({
      ...common,
      action: 'revoke-user-sessions',
      rank: RANKS.user,
      parameters: {
        ...parameters,
        policyName: plan.policyName('RevokeSessions'),
        issuedBefore: TIME_OF_APPLYING,
      },
      title: `Revoke the sessions of user ${name}`,
      stops: 'Sessions issued until now, also when the deny of everything is lifted.',
      leavesAlive: 'Long-lived keys, and role sessions assumed before.',
      after: [kept],
    });
  }
}

/** What a credential of a user needs beside the deny. */
function containCredential(
  plan: PlanContext,
  { principal, events }: Owner,
  { kind, id }: CompromisedCredential['credential'],
  kept: Draft,
  order: number,
): void {
  const { name, account, parameters } = principal;
  const common = {
    phase: 'contain',
    account,
    events,
    order,
    rank: RANKS.user,
    after: [kept],
    why: `${id} is in the hands of the intruder.`,
    breaks: plan.breaksOf(principal.arn),
  } as const;
  const bare = id.replace(/^[a-z-]+:/, '').replace(/^.*\//, '');
  if (kind === 'access-key')
    plan.add({
      ...common,
      action: 'deactivate-access-key',
      parameters: { ...parameters, accessKeyId: id },
      title: `Deactivate ${id} of ${name}`,
      stops: 'The key itself, URLs signed with it, and SMTP passwords made of it.',
      leavesAlive:
        'Sessions made from it: up to 36 hours; role sessions: up to 12. Not deleted: it stays evidence.',
    });
  else if (kind === 'password' || kind === 'console-session')
    plan.add({
      ...common,
      action: 'delete-login-profile',
      parameters,
      title: `Delete the console password of ${name}`,
      stops: 'New sign-ins to the console.',
      leavesAlive: 'Console sessions that are open, until the deny counts.',
    });
  else if (kind === 'service-specific')
    plan.add({
      ...common,
      rank: RANKS.credential,
      action: 'deactivate-service-specific-credential',
      parameters: { ...parameters, serviceSpecificCredentialId: bare },
      title: `Deactivate credential ${bare} of ${name}`,
      stops: 'Calls of its service with this credential, such as Bedrock with an API key.',
      leavesAlive: 'Access keys of the same user.',
    });
  else if (kind === 'ssh-key')
    plan.add({
      ...common,
      rank: RANKS.credential,
      action: 'deactivate-ssh-key',
      parameters: { ...parameters, sshPublicKeyId: bare },
      title: `Deactivate SSH key ${bare} of ${name}`,
      stops: 'CodeCommit with this key.',
      leavesAlive: 'What was cloned.',
    });
  else if (kind === 'signing-certificate')
    plan.add({
      ...common,
      rank: RANKS.credential,
      action: 'deactivate-signing-certificate',
      parameters: { ...parameters, certificateId: bare },
      title: `Deactivate certificate ${bare} of ${name}`,
      stops: 'Requests signed with this certificate.',
      leavesAlive: 'Access keys of the same user.',
    });
}

function containRole(plan: PlanContext, owner: Owner, order: number): void {
  const { principal, events } = owner;
  const { name, account, parameters } = principal;
  const common = { phase: 'contain', account, events, order, why: whyOf(owner) } as const;
  if (isServiceLinked(principal) || isPermissionSetRole(principal)) {
    containForeignRole(plan, owner, order);
    return;
  }
  const kept = plan.add({
    ...common,
    action: 'preserve-role',
    rank: RANKS.preserve,
    parameters,
    title: `Keep what role ${name} is like now`,
    stops: 'Nothing: it only reads.',
    leavesAlive: 'Everything.',
  });
  if (plan.created.has(createdName('role', account, name))) {
    plan.add({
      ...common,
      action: 'deny-role',
      rank: RANKS.role,
      parameters: { ...parameters, policyName: plan.policyName('DenyAll') },
      title: `Deny role ${name} everything`,
      stops: 'All sessions of the role, old and new.',
      leavesAlive: 'Sessions of other roles that it assumed before.',
      after: [kept],
    });
    return;
  }
  plan.add({
    ...common,
    action: 'revoke-role-sessions',
    rank: RANKS.role,
    parameters: {
      ...parameters,
      policyName: 'AWSRevokeOlderSessions',
      issuedBefore: TIME_OF_APPLYING,
    },
    title: `Revoke the sessions of role ${name}`,
    stops: 'All sessions of the role issued until now.',
    leavesAlive:
      'Whoever may assume the role gets a new session: its parents are closed by steps before this one.',
    breaks: [
      ...plan.breaksOf(principal.arn),
      `All other sessions of role ${name}: workloads renew theirs, within hours on instances; people sign in again.`,
    ],
    after: [kept],
  });
}

/** Roles whose policies nobody but AWS or Identity Center can change. */
function containForeignRole(plan: PlanContext, owner: Owner, order: number): void {
  const { principal, events } = owner;
  const isSet = isPermissionSetRole(principal);
  plan.add({
    phase: 'contain',
    action: 'manual',
    rank: RANKS.role,
    order,
    account: principal.account,
    events,
    why: whyOf(owner),
    parameters: {
      task: isSet
        ? `In Identity Center: disable the user, delete its sessions, and put an inline deny with aws:TokenIssueTime into the permission set of ${principal.name}; then provision it.`
        : `Role ${principal.name} belongs to an AWS service, so its sessions cannot be revoked: stop what runs with it.`,
      check: 'No successful call by the role in CloudTrail for 30 minutes.',
    },
    title: `Close role ${principal.name} by hand`,
    stops: isSet ? 'Sessions of the permission set.' : 'What runs with the role.',
    leavesAlive: 'Sessions that exist, until the deny counts or they end.',
    breaks: plan.breaksOf(principal.arn),
  });
}

function containRoot(plan: PlanContext, owner: Owner, order: number): void {
  const { account } = owner.principal;
  const keys = owner.credentials.map(({ credential }) => credential.id).join(', ');
  plan.add({
    phase: 'contain',
    action: 'manual',
    rank: RANKS.root,
    order,
    account,
    events: owner.events,
    why: whyOf(owner),
    parameters: {
      task: `Sign in as the root user of account ${account}: delete its access keys, change its password and the password of its e-mail address, renew its MFA device. No IAM policy binds it.`,
      check:
        'GetAccountSummary says AccountAccessKeysPresent 0; the credential report shows the new MFA device.',
      command: 'aws iam get-account-summary --query SummaryMap.AccountAccessKeysPresent',
    },
    title: `Take the root user of ${account} back (${keys})`,
    stops: 'The root user in the hands of the intruder.',
    leavesAlive: 'Its sessions, for one hour at most.',
    breaks: plan.breaksOf(owner.principal.arn),
  });
}

function containUnknown(plan: PlanContext, owner: Owner, order: number): void {
  const { credential } = owner.credentials[0]!;
  plan.add({
    phase: 'contain',
    action: 'manual',
    rank: RANKS.credential,
    order,
    account: credential.account,
    events: owner.events,
    why: whyOf(owner),
    parameters: {
      task: `The logs do not say who ${credential.id} belongs to. Find its user or role, and contain that.`,
      check: 'No successful call by it in CloudTrail for 30 minutes.',
      command: 'aws iam get-access-key-last-used --access-key-id KEY',
    },
    title: `Find out whose ${credential.id} is`,
    stops: 'Nothing yet.',
    leavesAlive: 'The credential.',
  });
}

function leaveAlone(plan: PlanContext, owner: Owner, order: number): void {
  const { principal } = owner;
  plan.add({
    phase: 'contain',
    action: 'manual',
    rank: RANKS.root,
    order,
    account: principal.account,
    events: owner.events,
    why: `${whyOf(owner)} It is protected, so no step touches it.`,
    parameters: {
      task: `${principal.arn} is protected (responder or break-glass) and in the incident: contain it from another way in.`,
      check: 'Its credentials are new, and none of the old ones work.',
    },
    title: `Decide about ${principal.name}, which is protected`,
    stops: 'Nothing: it is left alone.',
    leavesAlive: 'All of its credentials.',
    breaks: plan.breaksOf(principal.arn),
  });
}

/** The organisation's own way to deny: the only one that a principal with rights on IAM cannot take away. */
function planScp(plan: PlanContext, owners: readonly Owner[]): void {
  const { scp } = plan.options;
  if (scp === undefined) return;
  const denied = owners.filter(
    ({ principal }) =>
      (principal.kind === 'user' || principal.kind === 'role') &&
      !plan.isProtected(principal.arn) &&
      !isServiceLinked(principal),
  );
  const accounts = [...new Set(denied.map(({ principal }) => principal.account))].toSorted();
  for (const account of accounts) {
    const here = denied.filter(({ principal }) => principal.account === account);
    const principals = here.map(({ principal }) => principal.arn);
    const events = here.flatMap((owner) => owner.events.slice(0, 1));
    if (account === scp.managementAccount) {
      plan.add({
        phase: 'contain',
        action: 'manual',
        rank: RANKS.organisation,
        account,
        events,
        why: `${account} is the management account: service control policies do not bind it.`,
        parameters: {
          task: 'Hold containment in this account by repeating it (apply with --hold), since no service control policy can.',
          check: 'No counter-move for ten minutes.',
        },
        title: `Watch the management account ${account}`,
        stops: 'Counter-moves, as far as they are seen.',
        leavesAlive: 'An intruder with rights on IAM who is faster.',
      });
      continue;
    }
    for (const [what, action, extra] of [
      ['Deny', 'create-deny-scp', {}],
      ['Guard', 'create-guard-scp', { responder: scp.responder }],
    ] as const) {
      // A policy holds 5,120 characters: many principals need several.
      inPortions(principals).forEach((some, n) => {
        const order = 2 * n + (what === 'Deny' ? 0 : BEHIND_DENIES);
        const policyName = `${plan.policyName(what)}-${account}${n === 0 ? '' : `-${n + 1}`}`;
        const common = {
          phase: 'contain',
          rank: RANKS.organisation,
          account: scp.managementAccount,
          events,
          why: 'A principal with rights on IAM takes denies from itself as fast as they are put; it cannot take this one.',
          stops:
            what === 'Deny'
              ? `Everything that ${some.length} principals of account ${account} do, old sessions too.`
              : 'Lifting the containment by anybody but the responder.',
          leavesAlive: 'The management account and service-linked roles, which such policies do not bind.',
          breaks: what === 'Deny' ? some.flatMap((arn) => plan.breaksOf(arn)) : [],
        } as const;
        const made = plan.add({
          ...common,
          action,
          order,
          parameters: { policyName, principals: some.join(','), ...extra },
          title: `Make the policy ${policyName}`,
        });
        plan.add({
          ...common,
          action: 'attach-scp',
          order: order + 1,
          parameters: { policyName, targetId: account },
          title: `Attach ${policyName} to account ${account}`,
          after: [made],
        });
      });
    }
  }
}

/** Order of the guards: all denies come first. */
const BEHIND_DENIES = 1_000_000;

/** Characters of ARNs in one policy, which leaves room for the rest of it. */
const MOST_CHARACTERS = 3500;

function inPortions(arns: readonly string[]): string[][] {
  const portions: string[][] = [];
  let length = Infinity;
  for (const arn of arns) {
    if (length + arn.length + 3 > MOST_CHARACTERS) {
      portions.push([]);
      length = 0;
    }
    portions.at(-1)!.push(arn);
    length += arn.length + 3;
  }
  return portions;
}
