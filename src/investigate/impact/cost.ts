/** What the account pays for. */
import type { Action } from '../action.ts';
import { countOf, value, values } from '../call.ts';
import { groupBy } from '../../group-by.ts';
import { counted, distinct, some } from '../names.ts';
import type { Draft } from './draft.ts';

const HOUR = 3_600_000;

interface Instance {
  readonly type: string;
  readonly launch: Action;
  readonly hours: number;
  readonly isOpen: boolean;
}

/** Drafts for instances that were launched, and for services that are paid by use. */
export function costsOf(actions: readonly Action[]): Draft[] {
  const done = actions.filter(({ outcome }) => outcome === 'succeeded');
  const own = done.filter(({ event }) => event.actor === 'intruder');
  return [...instanceCosts(own, done), ...usage(own)];
}

function instanceCosts(own: readonly Action[], all: readonly Action[]): Draft[] {
  const end = all.findLast(({ ref }) => Number.isFinite(ref.timeMs))?.ref.timeMs ?? 0;
  const stops = all
    .filter(({ id }) => id === 'ec2:TerminateInstances' || id === 'ec2:StopInstances')
    .flatMap((stop) =>
      values(stop, 'instancesSet.instanceId').map((id) => ({ id, timeMs: stop.ref.timeMs })),
    );
  const stopsById = groupBy(stops, ({ id }) => id);
  const instances = own
    .filter(({ id }) => id === 'ec2:RunInstances')
    .flatMap((launch) =>
      values(launch, 'out:instancesSet.instanceId').map((id): Instance => {
        const started = launch.ref.timeMs;
        const stop = stopsById.get(id)?.find(({ timeMs }) => timeMs >= started)?.timeMs;
        const type = value(launch, 'instanceType|out:instancesSet.instanceType');
        return { type, launch, hours: ((stop ?? end) - started) / HOUR, isOpen: stop === undefined };
      }),
    );
  const groups = groupBy(instances, ({ type, launch }) =>
    JSON.stringify([type, launch.account, launch.region]),
  );
  return [...groups.values()].map((of) => {
    const { type, launch } = of[0]!;
    const open = of.filter(({ isOpen }) => isOpen).length;
    const hours = of.reduce((sum, instance) => sum + instance.hours, 0).toFixed(1);
    return {
      ...place(launch, type),
      actions: [...new Set(of.map((instance) => instance.launch))],
      says: () =>
        `${counted(of.length, 'instance')} of type ${type} ran for at least ${hours} hours together${open > 0 ? `; ${open} of them were not stopped in the logs` : ''}.`,
    };
  });
}

function place(action: Action, resource: string): Omit<Draft, 'actions' | 'says'> {
  return {
    class: 'cost',
    certainty: 'confirmed',
    service: action.service,
    resource,
    account: action.account,
    region: action.region,
    rotate: false,
  };
}

/** Paid by use: what names the resource, and what a call is. */
const USES: { readonly [call: string]: readonly [resource: string, unit: string] } = {
  'bedrock:InvokeModel': ['modelId', 'model invocation'],
  'bedrock:InvokeModelWithResponseStream': ['modelId', 'model invocation'],
  'bedrock:Converse': ['modelId', 'model invocation'],
  'bedrock:ConverseStream': ['modelId', 'model invocation'],
  'ses:SendEmail': ['=', 'mail call'],
  'ses:SendRawEmail': ['=', 'mail call'],
  'ses:SendBulkEmail': ['=', 'mail call'],
  'ses:SendTemplatedEmail': ['=', 'mail call'],
  'sns:Publish': ['topicArn|=', 'message'],
  'ecs:RunTask': ['taskDefinition', 'task start'],
  'ecs:CreateService': ['serviceName|service', 'service'],
  'ecs:UpdateService': ['service', 'service change'],
  'sagemaker:CreateNotebookInstance': ['notebookInstanceName', 'notebook'],
  'sagemaker:CreateTrainingJob': ['trainingJobName', 'training job'],
  'batch:SubmitJob': ['jobDefinition', 'job'],
  'autoscaling:CreateAutoScalingGroup': ['autoScalingGroupName', 'group'],
  'elasticmapreduce:RunJobFlow': ['name', 'cluster'],
  'lightsail:CreateInstances': ['bundleId', 'order of instances'],
  'workspaces:CreateWorkspaces': ['=', 'order of workspaces'],
  'rds:CreateDBInstance': ['dBInstanceClass', 'database'],
  'savingsplans:CreateSavingsPlan': ['=', 'purchase'],
  'ec2:RequestSpotInstances': ['launchSpecification.instanceType|=', 'request for spot instances'],
  'ec2:CreateFleet': ['=', 'fleet'],
};

function usage(own: readonly Action[]): Draft[] {
  return own.flatMap((action): Draft[] => {
    const use = Object.hasOwn(USES, action.id) ? USES[action.id] : undefined;
    if (use === undefined) return [];
    const [resource, unit] = use;
    return [
      {
        ...place(action, value(action, resource)),
        actions: [action],
        says: (all) => {
          const desired = all.reduce(
            (most, each) => Math.max(most, Number(value(each, 'desiredCount|maxSize')) || 0),
            0,
          );
          const size = desired > 0 ? `, up to ${desired} at once` : '';
          return `${counted(countOf(all), unit)}${size}: ${some(distinct(all.map(({ name }) => name)))}. Prices and amounts are in Cost Explorer.`;
        },
      },
    ];
  });
}
