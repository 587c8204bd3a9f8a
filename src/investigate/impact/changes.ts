/** Resources that were created, changed, deleted or shared, commands that were run, and what was only tried. */
import type { Action } from '../action.ts';
import { countOf } from '../call.ts';
import { groupBy } from '../../group-by.ts';
import type { ImpactClass } from '../incident.ts';
import { counted, distinct, some } from '../names.ts';
import { certaintyOf, told } from './draft.ts';
import type { Draft } from './draft.ts';

const CLASS_OF: { readonly [does: string]: readonly [ImpactClass, string] } = {
  create: ['created', 'Created by'],
  change: ['changed', 'Changed by'],
  delete: ['deleted', 'Deleted by'],
  share: ['shared', 'Opened to others, or its openness changed, by'],
};

/** Calls behind which something happens that CloudTrail does not record. */
const RUNNING = new Set([
  'ssm:SendCommand',
  'ssm:StartSession',
  'ssm:ResumeSession',
  'ec2-instance-connect:SendSSHPublicKey',
  'ec2-instance-connect:SendSerialConsoleSSHPublicKey',
  'ecs:ExecuteCommand',
  'lambda:Invoke',
  'lambda:InvokeAsync',
]);

/** Drafts for calls that succeeded and were no reads. */
export function changesOf(actions: readonly Action[]): Draft[] {
  return actions
    .filter(({ outcome, event }) => outcome === 'succeeded' && event.actor !== 'owner')
    .flatMap((action) => (RUNNING.has(action.id) ? running(action) : changed(action)));
}

function changed(action: Action): Draft[] {
  const kind = Object.hasOwn(CLASS_OF, action.does) ? CLASS_OF[action.does] : undefined;
  if (kind === undefined || action.weight === 0) return [];
  const [className, by] = kind;
  return targetsOf(action).map((resource) => ({
    class: className,
    certainty: certaintyOf(action) ?? 'possible',
    service: action.service,
    resource,
    account: action.account,
    region: action.region,
    rotate: false,
    actions: [action],
    says: (all) => told(all, `${by} ${some(distinct(all.map(({ name }) => name)), 12)}.`),
  }));
}

function running(action: Action): Draft[] {
  return targetsOf(action).map((resource) => ({
    class: 'changed',
    certainty: action.event.actor === 'undecided' ? 'possible' : 'not observable',
    service: action.service,
    resource,
    account: action.account,
    region: action.region,
    rotate: false,
    actions: [action],
    says: (all) =>
      told(
        all,
        `Commands or code could be run by ${some(distinct(all.map(({ name }) => name)))}; what was done is not in CloudTrail.`,
      ),
  }));
}

function targetsOf({ targets }: Action): readonly string[] {
  return targets.length > 0 ? targets : [''];
}

/** One item for each service and account of what was refused or failed; of writes also for each resource. */
export function attemptsOf(actions: readonly Action[]): Draft[] {
  const tried = actions.filter(({ outcome, event }) => outcome !== 'succeeded' && event.actor === 'intruder');
  const looks = tried.filter(({ does }) => does === 'look');
  const writes = tried.filter(({ does }) => does !== 'look');
  return [
    ...byService(looks).map((of): Draft => attempt(of, '', '')),
    ...writes.flatMap((action) =>
      targetsOf(action).map((resource): Draft => attempt([action], resource, action.region)),
    ),
  ];
}

function byService(actions: readonly Action[]): Action[][] {
  return [...groupBy(actions, ({ service, account }) => JSON.stringify([service, account])).values()];
}

function attempt(of: readonly Action[], resource: string, region: string): Draft {
  const { service, account } = of[0]!;
  return {
    class: 'attempted',
    certainty: 'confirmed',
    service,
    resource,
    account,
    region,
    rotate: false,
    actions: of,
    says: (all) => {
      const tried = countOf(all);
      const dry = countOf(all.filter(({ outcome }) => outcome === 'dry-run'));
      const denied = countOf(all.filter(({ outcome }) => outcome === 'denied'));
      const failed = tried - dry - denied;
      const parts = [
        denied > 0 ? `${denied} refused` : '',
        failed > 0 ? `${failed} failed` : '',
        dry > 0 ? `${dry} only asked whether it would be allowed, and it would` : '',
      ].filter((part) => part !== '');
      return `Tried ${counted(tried, 'time')} (${parts.join(', ')}): ${some(distinct(all.map(({ name }) => name)))}.`;
    },
  };
}

/** What was looked at, without content: one item for each service and account. */
export function looksOf(actions: readonly Action[]): Draft[] {
  const looks = actions.filter(
    ({ does, outcome, event }) => does === 'look' && outcome === 'succeeded' && event.actor === 'intruder',
  );
  return byService(looks).map((of) => ({
    class: 'read',
    certainty: 'confirmed',
    service: of[0]!.service,
    resource: '',
    account: of[0]!.account,
    region: '',
    rotate: false,
    actions: of,
    says: (all) =>
      `Names and settings were read in ${counted(countOf(all), 'call')} of ${counted(distinct(all.map(({ name }) => name)).length, 'kind')}: ${some(distinct(all.map(({ name }) => name)))}.`,
  }));
}
