/** Evidence, rotation, and what brings the account back to normal. */
import type { ImpactItem } from '../investigate/incident.ts';
import type { Draft } from './draft.ts';
import { RANKS } from './draft.ts';
import type { PlanContext } from './plan-context.ts';
import { principalOf } from './principal.ts';

/** Copies of the logs; nothing is deleted before. Returns the step that deletions wait for. */
export function planEvidence(plan: PlanContext): Draft {
  const { incident } = plan;
  return plan.add({
    phase: 'contain',
    action: 'manual',
    rank: RANKS.evidence,
    account: incident.accounts[0] ?? '',
    parameters: {
      task: `Copy what may be lost into an account of evidence, with hashes: logs of CloudTrail and their digests from ${dayOf(incident.firstMs)} on, findings of GuardDuty, history of AWS Config, flow logs, and snapshots of disks of instances that are to be terminated.`,
      check:
        'The copies are there, locked against deletion (S3 Object Lock), and their hashes are written down.',
      command: 'aws s3 sync s3://LOGS s3://EVIDENCE/logs',
    },
    title: 'Keep logs and disks as evidence',
    why: 'Logs expire, and the intruder may have had access to them; what is deleted next cannot be looked at again.',
    events: incident.timeline.slice(0, 1),
    stops: 'Loss of evidence.',
    leavesAlive: 'What was not recorded.',
  });
}

export function planRecovery(plan: PlanContext): void {
  const isDue = plan.drafts.some(({ phase }) => phase !== 'recover');
  if (!isDue) return;
  const gate = planGate(plan);
  const rotated = planKeys(plan, gate);
  planSecrets(plan, gate);
  planLifting(plan, gate, rotated);
  planRegions(plan, gate);
}

/** New secrets are made when the intruder cannot read them any more. */
function planGate(plan: PlanContext): Draft {
  const { incident } = plan;
  return plan.add({
    phase: 'recover',
    action: 'manual',
    rank: RANKS.gate,
    account: incident.accounts[0] ?? '',
    parameters: {
      task: 'See that containment holds and eradication is complete. Secrets that are changed earlier are read by the intruder again.',
      check:
        'keytrail respond verify says that all steps hold, and for 30 minutes no call by a credential of the incident succeeded.',
    },
    title: 'Begin recovery only when containment holds',
    why: 'Order matters: contain, eradicate, then rotate.',
    events: incident.timeline.slice(0, 1),
    stops: 'Giving new secrets to the intruder.',
    leavesAlive: 'Nothing.',
    after: plan.drafts.filter(({ phase }) => phase !== 'recover'),
  });
}

/** Keys that their owners need: a new one first, then the old one goes. Returns the replacements, by user. */
function planKeys(plan: PlanContext, gate: Draft): ReadonlyMap<string, Draft[]> {
  const rotated = new Map<string, Draft[]>();
  for (const { credential, because, events } of plan.incident.credentials) {
    const { principal: arn, id, account, kind, owner } = credential;
    const principal = principalOf(owner || arn);
    if (kind !== 'access-key' || because !== 'leaked' || principal.kind !== 'user') continue;
    if (plan.isProtected(principal.arn) || isPlanted(plan, id)) continue;
    const { name } = principal;
    const cited = plan.incident.timeline.filter((entry) => entry.credential === id).slice(0, 2);
    const common = {
      phase: 'recover',
      account,
      events: cited,
      why: `${id} leaked${events.owner > 0 ? ', and its owner uses it' : ''}.`,
    } as const;
    const renewed = plan.add({
      ...common,
      action: 'manual',
      rank: RANKS.rotate,
      parameters: {
        task: `Give the workload of ${name} a new way in: temporary credentials (a role) if it can, else a new key. A user has two keys at most: if both are taken, delete the one of the intruder first. Bring the new one out to all places named under "breaks", then see that all of them use it.`,
        check: `GetAccessKeyLastUsed shows use of the new key from the same places; ${id} is not used, and not refused, any more.`,
        command: `aws iam create-access-key --user-name ${name}\naws iam get-access-key-last-used --access-key-id NEW`,
      },
      title: `Replace ${id} of ${name}`,
      stops: 'The need for the leaked key.',
      leavesAlive: 'Nothing.',
      breaks: plan.breaksOf(principal.arn),
      after: [gate],
    });
    plan.add({
      ...common,
      action: 'delete-access-key',
      rank: RANKS.close,
      parameters: { ...principal.parameters, accessKeyId: id },
      title: `Delete ${id} of ${name}`,
      stops: 'Its activation again; a place for a new key is free.',
      leavesAlive: 'Nothing of it.',
      after: [renewed],
    });
    const key = holderKey(account, name);
    rotated.set(key, [...(rotated.get(key) ?? []), renewed]);
  }
  return rotated;
}

/** Whether the intruder made the key: then nobody needs another in its place. */
function isPlanted({ incident }: PlanContext, id: string): boolean {
  return incident.persistence.some(
    ({ mechanism, target, state }) =>
      mechanism === 'I1' && target['accessKeyId'] === id && state === 'present',
  );
}

const CERTAINTIES = ['confirmed', 'likely', 'possible', 'not observable'] as const;

/** Secrets that were, or may have been, read: the certain ones first. */
function planSecrets(plan: PlanContext, gate: Draft): void {
  const secrets = plan.incident.impact
    .filter(({ rotate }) => rotate)
    .toSorted((a, b) => CERTAINTIES.indexOf(a.certainty) - CERTAINTIES.indexOf(b.certainty));
  secrets.forEach((item, n) => {
    const what = item.resource === '' ? `all secrets of ${item.service}` : item.resource;
    plan.add({
      phase: 'recover',
      action: 'manual',
      rank: RANKS.rotate,
      order: 1 + n,
      account: item.account,
      region: item.region,
      parameters: {
        task: `${howToRotate(item, what)} Keep old and new valid side by side until every reader has the new one; then end the old one where it is checked (database, provider), not only where it is kept.`,
        check: checkOf(item),
        ...commandOf(item),
      },
      title: `Change ${what} (${item.service})`,
      why: `${item.sentence} (${item.certainty})`,
      events: item.events,
      stops: 'Use of the secret by the intruder.',
      leavesAlive: 'What was done with it before.',
      after: [gate],
    });
  });
}

function howToRotate({ service }: ImpactItem, what: string): string {
  if (service === 'secretsmanager') return `Rotate secret ${what}.`;
  if (service === 'ssm') return `Change what the parameters under ${what} hold.`;
  if (service === 'ecs' || service === 'lambda')
    return `Change every secret in the environment of ${what}, and move them into Secrets Manager.`;
  return `Change the secrets in ${what}.`;
}

function checkOf({ service }: ImpactItem): string {
  return service === 'secretsmanager'
    ? 'The version AWSCURRENT was made after containment, and the old value is refused where it was valid.'
    : 'The old value is refused where it was valid.';
}

function commandOf({ service, resource, region }: ImpactItem): { readonly command?: string } {
  return service === 'secretsmanager' && /^[\w/+=.@:-]+$/.test(resource)
    ? { command: `aws secretsmanager rotate-secret --region ${region || 'REGION'} --secret-id ${resource}` }
    : {};
}

/** The denies on users and roles that are needed again. */
function planLifting(plan: PlanContext, gate: Draft, rotated: ReadonlyMap<string, Draft[]>): void {
  const denied = new Map<string, Draft[]>();
  for (const draft of plan.drafts) {
    if (!LIFTED.has(draft.action)) continue;
    const name = draft.parameters['userName'] ?? draft.parameters['roleName'] ?? '';
    const key = holderKey(draft.account, name);
    denied.set(key, [...(denied.get(key) ?? []), draft]);
  }
  for (const [key, drafts] of denied) {
    const [first] = drafts;
    if (first === undefined || isDeleted(plan, first)) continue;
    const name = first.parameters['userName'] ?? first.parameters['roleName'] ?? '';
    plan.add({
      phase: 'recover',
      action: 'manual',
      rank: RANKS.lift,
      account: first.account,
      parameters: {
        task: `Lift the denies on ${name}: keytrail respond undo PLAN --only the steps that this one comes after. Not before the longest session has ended: 36 hours for a user, the role's longest session (12 hours at most) for a role.`,
        check: 'What its owner does works again, and no call from the networks of the intruder succeeds.',
      },
      title: `Lift the denies on ${name}`,
      why: 'What was contained is needed again.',
      events: first.events,
      stops: 'Nothing.',
      leavesAlive: 'Whatever was not rotated.',
      after: [...drafts, gate, ...(rotated.get(key) ?? [])],
    });
  }
}

function holderKey(account: string, name: string): string {
  return `${account} ${name}`;
}

const LIFTED = new Set([
  'deny-user',
  'attach-deny-policy',
  'set-deny-boundary',
  'revoke-user-sessions',
  'revoke-role-sessions',
]);

function isDeleted(plan: PlanContext, { account, parameters }: Draft): boolean {
  return plan.drafts.some(
    ({ action, account: other, parameters: of }) =>
      other === account &&
      ((action === 'delete-user' && of['userName'] === parameters['userName']) ||
        (action === 'delete-role' && of['roleName'] === parameters['roleName'])),
  );
}

/** Regions that nobody but the intruder uses. */
function planRegions(plan: PlanContext, gate: Draft): void {
  const regions = plan.incident.impact.filter(
    ({ class: kind, service, resource, region }) =>
      kind === 'created' && service === '' && resource === '' && region !== '' && region !== 'us-east-1',
  );
  regions.forEach(({ account, region, sentence, events }, order) => {
    plan.add({
      phase: 'recover',
      action: 'manual',
      rank: RANKS.close,
      order,
      account,
      region,
      parameters: {
        task: `See that nothing is left in ${region}, then close it: disable it if it can be (opt-in regions), else deny it by a service control policy with aws:RequestedRegion.`,
        check: `aws account get-region-opt-status says DISABLED, or a call in ${region} is refused.`,
        command: `aws account disable-region --region-name ${region}`,
      },
      title: `Close region ${region}`,
      why: sentence,
      events,
      stops: 'Hiding in a region where nobody looks.',
      leavesAlive: 'Nothing.',
      after: [gate],
    });
  });
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
