/** What others can look for: addresses, tools, names and accounts of the intruder, never the victim's own. */
import { isIpv4, parseAddress } from '../network/address.ts';
import type { NetworkKind } from '../network/kind.ts';
import type { Networks } from '../network/lookup.ts';
import { knownAgent } from '../agent/known.ts';
import { redactText } from '../redact.ts';
import { remembered } from '../remembered.ts';
import type { Action } from './action.ts';
import { behavioursOf } from './behaviours.ts';
import { compareText, countOf, inOrder, value, values } from './call.ts';
import { citedFew } from './bounds.ts';
import { lastMsOf } from './evidence.ts';
import type { Indicator, IndicatorType } from './incident.ts';
import { isJsonObject } from '../json.ts';
import type { Json } from '../json.ts';
import type { QuietKind } from './quiet-log.ts';
import { outsiders, readPolicy } from './policy.ts';
import { member, textAt } from './values.ts';

type Confidence = Indicator['confidence'];

/** What is told of an indicator before its events are known. */
interface Told {
  readonly type: IndicatorType;
  readonly value: string;
  readonly confidence: Confidence;
  readonly note: string;
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
 * Indicators of the intruder's actions, by type, then value. What the owner's show too (addresses, networks,
 * agents, session IDs) is left out, and so are private addresses and networks that the user named as the
 * organisation's own.
 *
 * @param actions in order of time
 * @param quiet what reads of the owner that are not among the actions show
 */
export function indicatorsOf(
  actions: readonly Action[],
  networks: Networks,
  quiet: readonly QuietKind[] = [],
): Indicator[] {
  const intruder: Action[] = [];
  const victims = new Set<string>();
  const ownAddresses = new Set<string>();
  const ownAgents = new Set<string>();
  const sources = new Sources();
  for (const { account, callerAccount, address, agent } of quiet) {
    victims.add(account).add(callerAccount);
    ownAddresses.add(address);
    ownAgents.add(agent);
  }
  const callers = new Set<Json | undefined>();
  for (const action of actions) {
    const { record, actor } = action.event;
    victims.add(action.account);
    // Many records share the description of their caller.
    if (!callers.has(record['userIdentity'])) victims.add(textAt(record, 'userIdentity.accountId'));
    callers.add(record['userIdentity']);
    const address = textAt(record, 'sourceIPAddress');
    const agent = textAt(record, 'userAgent');
    if (actor === 'intruder') {
      intruder.push(action);
      sources.of(address, agent).push(action);
    } else {
      ownAddresses.add(address);
      ownAgents.add(agent);
    }
  }
  const byAddress = remembered((address) => ofAddress(address, networks));
  const byAgent = remembered(ofAgent);
  const shown = new Set(sources.list.flatMap(({ agent }) => byAgent(agent)).map((told) => keyOf(told)));
  const showsSid = [...shown].some((key) => key.startsWith('sid '));
  // To take an agent apart is slow, and of most of an owner's agents the intruder's tell nothing.
  const alike = [...ownAgents].filter(
    (agent) =>
      shown.has(keyOf({ type: 'user-agent', value: hunted(agent) })) || (showsSid && /sid\//i.test(agent)),
  );
  const own = new Set(
    [...[...ownAddresses].flatMap(byAddress), ...alike.flatMap(byAgent)].map((told) => keyOf(told)),
  );
  const sightings = new Sightings();
  for (const { address, agent, actions: showing } of sources.list)
    for (const told of [...byAddress(address), ...byAgent(agent)])
      if (!own.has(keyOf(told))) sightings.add(told, showing);
  for (const action of intruder) for (const told of made(action)) sightings.add(told, [action]);
  for (const action of intruder) for (const told of strangers(action, victims)) sightings.add(told, [action]);
  for (const { actions: showing, ...told } of behavioursOf(intruder))
    sightings.add({ type: 'behaviour', ...told }, showing);
  return sightings
    .indicators()
    .toSorted((a, b) => TYPES.indexOf(a.type) - TYPES.indexOf(b.type) || compareText(a.value, b.value));
}

function keyOf({ type, value: text }: Pick<Told, 'type' | 'value'>): string {
  return `${type} ${text}`;
}

/** What shows the same indicator, put together; it is told as it was first. */
class Sightings {
  readonly #found = new Map<string, { readonly told: Told; readonly actions: Set<Action> }>();

  add(told: Told, actions: readonly Action[]): void {
    const key = keyOf(told);
    const known = this.#found.get(key);
    if (known === undefined) this.#found.set(key, { told, actions: new Set(actions) });
    else for (const action of actions) known.actions.add(action);
  }

  indicators(): Indicator[] {
    return [...this.#found.values()].map(({ told, actions }) => indicatorOf(told, inOrder([...actions])));
  }
}

function indicatorOf({ type, value: text, confidence, note }: Told, actions: readonly Action[]): Indicator {
  const first = actions.map(({ ref }) => ref.timeMs).filter((time) => Number.isFinite(time));
  const last = actions.map(({ event }) => lastMsOf(event)).filter((time) => Number.isFinite(time));
  return {
    type,
    value: redactText(text),
    firstMs: first[0] ?? Number.NaN,
    lastMs: last.reduce((latest, time) => Math.max(latest, time), last[0] ?? Number.NaN),
    count: countOf(actions),
    confidence,
    note: redactText(note),
    events: citedFew(actions),
  };
}

/** From where and with what a call was made. */
type Source = Pick<QuietKind, 'address' | 'agent'>;

/** Sources, and what was noted of each, in the order in which they were first asked for. */
class Sources {
  readonly list: (Source & { readonly actions: Action[] })[] = [];
  readonly #by = new Map<string, Map<string, Action[]>>();

  /** The actions from there, to be added to. */
  of(address: string, agent: string): Action[] {
    let byAgent = this.#by.get(address);
    if (byAgent === undefined) this.#by.set(address, (byAgent = new Map()));
    let actions = byAgent.get(agent);
    if (actions === undefined) {
      actions = [];
      byAgent.set(agent, actions);
      this.list.push({ address, agent, actions });
    }
    return actions;
  }
}

function ofAddress(text: string, networks: Networks): Told[] {
  const address = parseAddress(text);
  const { kind, asn, org } = networks.lookup(text);
  if (address === undefined || NOT_FOREIGN.has(kind)) return [];
  const isShared = SHARED.has(kind);
  const found: Told[] = [
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

function ofAgent(text: string): Told[] {
  if (text === '') return [];
  const agent = knownAgent(text);
  const found: Told[] = [];
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
function made(action: Action): Told[] {
  if (action.does !== 'create' || action.outcome !== 'succeeded' || action.weight < 2) return [];
  const found: Told[] = [];
  const key = value(action, 'out:accessKey.accessKeyId');
  if (action.id === 'iam:CreateAccessKey') {
    if (key === '') return [];
    const note = 'An access key that the intruder made. Any use of it is the intruder’s.';
    return [{ type: 'access-key', value: key, confidence: 'high', note }];
  }
  const isPrincipal = /^Create(?:User|Role|Group)$/.test(action.name) && action.service !== 'cognito-idp';
  for (const name of values(action, PRINCIPAL_NAME[action.name] ?? RESOURCE_NAME)) {
    found.push({
      type: isPrincipal ? 'principal-name' : 'resource-name',
      value: name,
      confidence: isPrincipal ? 'high' : 'medium',
      note: `The intruder gave this name (${action.id}); tools and actors use theirs again.`,
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

const DOCUMENTS = [
  'policyDocument',
  'assumeRolePolicyDocument',
  'bucketPolicy',
  'policy',
  'resourcePolicy',
  'content',
];

/** Members of requests that may name an account, in small letters. */
const NAMES_ACCOUNTS: ReadonlySet<string> = new Set(
  [
    ...DOCUMENTS,
    'createVolumePermission',
    'launchPermission',
    'valuesToAdd',
    'accountIdsToAdd',
    'target',
    'roleArn',
    // Lists and objects that EC2 wraps may hold any of them.
    'items',
    'item',
    'member',
  ].map((name) => name.toLowerCase()),
);

/** Accounts that are none of the victim's and were let in, shared with, or reached out to. */
function strangers(action: Action, victims: ReadonlySet<string>): Told[] {
  if (action.readOnly && action.id !== 'sts:AssumeRole') return [];
  const { request } = action;
  if (isJsonObject(request) && !Object.keys(request).some((name) => NAMES_ACCOUNTS.has(name.toLowerCase())))
    return [];
  const documents = isJsonObject(request) ? DOCUMENTS.map((name) => readPolicy(member(request, name))) : [];
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
  }));
}
