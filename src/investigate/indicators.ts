/** What others can look for: addresses, tools, names and accounts of the intruder, never the victim's own. */
import { isIpv4, parseAddress } from '../network/address.ts';
import type { NetworkKind } from '../network/kind.ts';
import type { Networks } from '../network/lookup.ts';
import { parseAgent } from '../agent/parse.ts';
import { redactText } from '../redact.ts';
import type { Action } from './action.ts';
import { actionOf } from './action.ts';
import { behavioursOf } from './behaviours.ts';
import { compareText, inOrder, requestOf, value, values } from './call.ts';
import type { EvidenceEvent } from './evidence.ts';
import { groupBy } from '../group-by.ts';
import type { Indicator, IndicatorType } from './incident.ts';
import { isJsonObject } from '../json.ts';
import type { QuietKind } from './quiet-log.ts';
import { outsiders, readPolicy } from './policy.ts';
import { member, textAt } from './values.ts';

type Confidence = Indicator['confidence'];

interface Sighting {
  readonly type: IndicatorType;
  readonly value: string;
  readonly confidence: Confidence;
  readonly note: string;
  readonly action: Action;
}

/** Networks that are the victim's, or no network at all. */
const NOT_FOREIGN: ReadonlySet<NetworkKind> = new Set(['private', 'reserved', 'aws-service', 'corporate']);

/** Networks whose addresses others use too, often within the hour. */
const SHARED: ReadonlySet<NetworkKind> = new Set(['vpn', 'tor', 'aws', 'cloud', 'mobile', 'education']);

const TYPES: readonly IndicatorType[] = [
  'ipv4',
  'ipv6',
  'asn',
  'user-agent',
  'sid',
  'principal-name',
  'resource-name',
  'account',
  'access-key',
  'behaviour',
];

/**
 * Indicators of the intruder's events, by type, then value. What the owner's events show too (addresses, networks,
 * agents, session IDs) is left out, and so are private addresses and networks that the user named as the
 * organisation's own.
 *
 * @param quiet what reads of the owner that are not among the events show
 */
export function indicatorsOf(
  events: readonly EvidenceEvent[],
  networks: Networks,
  quiet: readonly QuietKind[] = [],
): Indicator[] {
  const actions = inOrder(events.map((event) => actionOf(event)));
  const intruder = actions.filter(({ event }) => event.actor === 'intruder');
  const owner = actions.filter(({ event }) => event.actor !== 'intruder');
  const where = fromWhere(networks);
  const own = new Set(
    [...owner.map((action) => sourceOf(action)), ...quiet].flatMap((source) => where(source)).map(keyOf),
  );
  const victims = new Set([
    ...quiet.flatMap(({ account, callerAccount }) => [account, callerAccount]),
    ...actions.flatMap(({ account, event }) => [account, textAt(event.record, 'userIdentity.accountId')]),
  ]);
  const sightings = [
    ...intruder.flatMap((action) =>
      where(sourceOf(action))
        .filter((each) => !own.has(keyOf(each)))
        .map((each) => ({ ...each, action })),
    ),
    ...intruder.flatMap((action) => made(action)),
    ...intruder.flatMap((action) => strangers(action, victims)),
    ...behavioursOf(intruder).flatMap(({ actions: showing, ...told }) =>
      showing.map((action) => ({ type: 'behaviour' as const, ...told, action })),
    ),
  ];
  return [...groupBy(sightings, keyOf).values()]
    .map((of) => indicatorOf(of))
    .toSorted((a, b) => TYPES.indexOf(a.type) - TYPES.indexOf(b.type) || compareText(a.value, b.value));
}

function keyOf({ type, value: text }: Omit<Sighting, 'action'>): string {
  return `${type} ${text}`;
}

function indicatorOf(sightings: readonly Sighting[]): Indicator {
  const { type, value: text, confidence, note } = sightings[0]!;
  const actions = inOrder([...new Set(sightings.map(({ action }) => action))]);
  const times = actions.map(({ ref }) => ref.timeMs).filter((time) => Number.isFinite(time));
  return {
    type,
    value: redactText(text),
    firstMs: times[0] ?? Number.NaN,
    lastMs: times.at(-1) ?? Number.NaN,
    count: actions.length,
    confidence,
    note: redactText(note),
    events: actions.map(({ ref }) => ref),
  };
}

/** From where and with what a call was made. */
type Source = Pick<QuietKind, 'address' | 'agent'>;

function sourceOf({ event }: Action): Source {
  return { address: textAt(event.record, 'sourceIPAddress'), agent: textAt(event.record, 'userAgent') };
}

function fromWhere(networks: Networks): (source: Source) => readonly Omit<Sighting, 'action'>[] {
  const known = new Map<string, readonly Omit<Sighting, 'action'>[]>();
  return ({ address, agent }) => {
    const key = JSON.stringify([address, agent]);
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = [...ofAddress(address, networks), ...ofAgent(agent)]));
    return found;
  };
}

function ofAddress(text: string, networks: Networks): Omit<Sighting, 'action'>[] {
  const address = parseAddress(text);
  const { kind, asn, org } = networks.lookup(text);
  if (address === undefined || NOT_FOREIGN.has(kind)) return [];
  const isShared = SHARED.has(kind);
  const found: Omit<Sighting, 'action'>[] = [
    {
      type: isIpv4(address) ? 'ipv4' : 'ipv6',
      value: text,
      confidence: isShared ? 'low' : kind === 'hosting' ? 'high' : 'medium',
      note: isShared
        ? `An address of kind ${kind}: others use it too. Use it for a search in the past, not for a block.`
        : `An address of kind ${kind}. It may have another holder after some weeks.`,
    },
  ];
  if (asn !== null) {
    found.push({
      type: 'asn',
      value: `AS${asn}`,
      confidence: 'low',
      note: `${org ?? 'The network'} has many customers: rare use from it is worth a look, no more.`,
    });
  }
  return found;
}

/** Longer agents are of no use to a hunter. */
const LONGEST_AGENT = 512;

/** An agent as it is found with every call: S3 puts it in brackets, and AWS CLI ends it with the command that was run. */
function hunted(agent: string): string {
  const bare = agent.startsWith('[') && agent.endsWith(']') ? agent.slice(1, -1) : agent;
  return bare.replace(/ (?:md\/command#|command\/)[\w.-]+$/, '').slice(0, LONGEST_AGENT);
}

function ofAgent(text: string): Omit<Sighting, 'action'>[] {
  if (text === '') return [];
  const agent = parseAgent(text);
  const found: Omit<Sighting, 'action'>[] = [];
  if (agent.kind !== 'aws-service' && agent.kind !== 'aws-internal' && agent.kind !== 'console') {
    const marks = agent.signatures.join(', ');
    found.push({
      type: 'user-agent',
      value: hunted(text),
      confidence: marks === '' ? 'low' : 'high',
      note:
        marks === ''
          ? 'An ordinary agent: telling only together with a network or a credential.'
          : `Carries the marks of ${marks}. A caller chooses its agent freely.`,
    });
  }
  if (agent.sid !== null) {
    found.push({
      type: 'sid',
      value: agent.sid,
      confidence: 'high',
      note: 'Session ID of AWS CLI version 2: the same terminal on the same machine, whatever the credential.',
    });
  }
  return found;
}

/** Names the intruder chose, and keys that came of it. */
function made(action: Action): Sighting[] {
  if (action.does !== 'create' || action.outcome !== 'succeeded' || action.weight < 2) return [];
  const found: Sighting[] = [];
  const key = value(action, 'out:accessKey.accessKeyId');
  if (action.id === 'iam:CreateAccessKey') {
    if (key === '') return [];
    const note = 'An access key that the intruder made. Any use of it is the intruder’s.';
    return [{ type: 'access-key', value: key, confidence: 'high', note, action }];
  }
  const isPrincipal = /^Create(?:User|Role|Group)$/.test(action.name) && action.service !== 'cognito-idp';
  for (const name of values(action, PRINCIPAL_NAME[action.name] ?? RESOURCE_NAME)) {
    found.push({
      type: isPrincipal ? 'principal-name' : 'resource-name',
      value: name,
      confidence: isPrincipal ? 'high' : 'medium',
      note: `The intruder gave this name (${action.id}); tools and actors use theirs again.`,
      action,
    });
  }
  return found;
}

const PRINCIPAL_NAME: { readonly [call: string]: string } = {
  CreateUser: 'userName',
  CreateRole: 'roleName',
  CreateGroup: 'groupName',
};
const RESOURCE_NAME =
  'functionName|groupName|keyName|launchTemplateName|bucketName|stackName|name|policyName|family|serviceName|clusterName|emailIdentity|domainName';

/** Accounts that are none of the victim's and were let in, shared with, or reached out to. */
function strangers(action: Action, victims: ReadonlySet<string>): Sighting[] {
  if (action.readOnly && action.id !== 'sts:AssumeRole') return [];
  const request = requestOf(action);
  const documents = isJsonObject(request)
    ? [
        'policyDocument',
        'assumeRolePolicyDocument',
        'bucketPolicy',
        'policy',
        'resourcePolicy',
        'content',
      ].map((name) => readPolicy(member(request, name)))
    : [];
  const found = [
    ...documents.flatMap((policy) => outsiders(policy, action.account)),
    ...values(action, 'createVolumePermission.add.userId'),
    ...values(action, 'launchPermission.add.userId'),
    ...values(action, 'valuesToAdd'),
    ...values(action, 'accountIdsToAdd'),
    ...values(action, 'target.id'),
    ...(action.id === 'sts:AssumeRole' && action.outcome !== 'succeeded'
      ? []
      : values(action, 'roleArn').map((arn) => /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1] ?? '')),
  ].filter((account) => /^\d{12}$/.test(account) && !victims.has(account));
  return [...new Set(found)].map((account) => ({
    type: 'account',
    value: account,
    confidence: action.does === 'share' || documents.some((policy) => policy !== null) ? 'high' : 'medium',
    note: `An account outside the victim’s that ${action.id} named.`,
    action,
  }));
}
