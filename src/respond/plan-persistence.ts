/** Steps for everything the intruder left behind that is still there. */
import type { PersistenceItem } from '../investigate/incident.ts';
import { ANSWERS } from './answers.ts';
import type { Answer } from './answers.ts';
import { commandName } from './command-line.ts';
import type { Draft } from './draft.ts';
import { RANKS } from './draft.ts';
import type { PlanContext } from './plan-context.ts';
import { createdName } from './plan-context.ts';

export function planPersistence(plan: PlanContext): void {
  plan.incident.persistence.forEach((item, order) => {
    if (item.state !== 'present') return;
    const answers = answersTo(item);
    if (answers.length === 0) byHand(plan, item, order);
    let before: Draft[] = [];
    for (const answer of answers) {
      if (isCovered(plan, item, answer) || isProtected(plan, item)) continue;
      before = [answerWith(plan, item, answer, order, before)];
    }
    if (isProtected(plan, item)) byHand(plan, item, order);
  });
}

/** Answers whose parameters the log gives; none where one of them is not known. */
function answersTo(item: PersistenceItem): readonly Answer[] {
  const answers = ANSWERS[`${item.mechanism} ${item.undo.at(-1) ?? ''}`] ?? [];
  const isKnown = (name: string): boolean =>
    /[=: ]/.test(name) || OPTIONAL.has(name) || (item.target[name] ?? '') !== '';
  // A trail that was deleted cannot be started.
  if (item.undo.includes('cloudtrail:CreateTrail')) return [];
  return answers.every(({ parameters }) => Object.values(parameters).every(isKnown)) ? answers : [];
}

/** Parameters of targets that a call may leave out. */
const OPTIONAL = new Set(['userIds', 'groupNames', 'eventBusName']);

/** Whether what the answer is on was made by the intruder, and is deleted as a whole. */
function isCovered(plan: PlanContext, item: PersistenceItem, { on }: Answer): boolean {
  return on !== undefined && plan.created.has(createdName(on[0], item.account, item.target[on[1]] ?? ''));
}

function isProtected(plan: PlanContext, { account, target }: PersistenceItem): boolean {
  const { userName = '', roleName = '' } = target;
  return (
    (userName !== '' && plan.isProtected(`arn:aws:iam::${account}:user/${userName}`)) ||
    (roleName !== '' && plan.isProtected(`arn:aws:iam::${account}:role/${roleName}`))
  );
}

/** Services of IAM, whose steps have no region. */
const GLOBAL = /^(?:iam|organizations|sso|identitystore):/;

function answerWith(
  plan: PlanContext,
  item: PersistenceItem,
  answer: Answer,
  order: number,
  after: readonly Draft[],
): Draft {
  const isGlobal = GLOBAL.test(item.undo.at(-1) ?? '');
  return plan.add({
    phase: answer.phase,
    action: answer.action,
    rank: answer.rank,
    order: LATER + order,
    account: item.account,
    region: isGlobal ? '' : item.region,
    parameters: parametersOf(plan, item, answer),
    title: filled(answer.title, item),
    why: item.sentence,
    events: item.events,
    stops: answer.stops,
    leavesAlive: answer.leavesAlive,
    breaks: breaksOf(plan, item),
    after,
  });
}

/** Behind the steps of the same rank that credentials ask for. */
const LATER = 1_000_000;

function parametersOf(
  plan: PlanContext,
  { account, target, events }: PersistenceItem,
  { parameters }: Answer,
): { readonly [name: string]: string } {
  const { userName = '', roleName = '' } = target;
  const named = {
    ...('userName' in parameters ? plan.naming('user', account, userName) : {}),
    ...('roleName' in parameters ? plan.naming('role', account, roleName) : {}),
  };
  const own = Object.fromEntries(
    Object.entries(parameters).flatMap(([name, from]): [string, string][] => {
      if (from.startsWith('=')) return [[name, from.slice(1)]];
      if (from.startsWith('policy:')) return [[name, plan.policyName(from.slice('policy:'.length))]];
      if (from === 'time before') return events.length === 0 ? [] : [[name, timeBefore(events)]];
      const value = from === 'own accounts' ? ownAccounts(plan) : (target[from] ?? '');
      return value === '' ? [] : [[name, value]];
    }),
  );
  return { ...named, ...own };
}

/** The second before the first event: what was recorded until then is not the intruder's. */
function timeBefore(events: PersistenceItem['events']): string {
  const first = Math.min(...events.map(({ timeMs }) => timeMs));
  return new Date(first - 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}

function ownAccounts({ incident, options }: PlanContext): string {
  return [...new Set([...incident.accounts, ...(options.ownAccounts ?? [])])].toSorted().join(',');
}

function filled(text: string, { target }: PersistenceItem): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => target[name] ?? '(unknown)');
}

function breaksOf(plan: PlanContext, { account, target }: PersistenceItem): readonly string[] {
  const { userName = '' } = target;
  return userName === '' ? [] : plan.breaksOf(`arn:aws:iam::${account}:user/${userName}`);
}

/** What no action does, or for which the log does not give enough: the calls that undo it, for a person. */
function byHand(plan: PlanContext, item: PersistenceItem, order: number): void {
  const named = Object.entries(item.target)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  plan.add({
    phase: 'eradicate',
    action: 'manual',
    rank: RANKS.remove,
    order: LATER + order,
    account: item.account,
    region: item.region,
    parameters: {
      task: `${item.title}: undo it with ${item.undo.join(', then ')}${named === '' ? '' : ` (${named})`}. ${FORMER}`,
      check: 'What the intruder made is gone, and what he changed is as it was before.',
      command: item.undo.map((call) => `aws ${commandName(call)}`).join('\n'),
    },
    title: `${item.title}: ${named === '' ? 'see the events' : named}`,
    why: item.sentence,
    events: item.events,
    stops: 'What was left behind.',
    leavesAlive: 'Whatever was done by means of it.',
  });
}

const FORMER =
  'What it was before may be in AWS Config (aws configservice get-resource-config-history), in the code it was made from, or in a copy.';
