/** Workloads that were given a role: `iam:PassRole` is no event of its own, the call that passes it is. */
import type { Json } from '../json.ts';
import { lastPart } from './arn.ts';
import { firstText, itemsAt, textAt, valueAt } from './field.ts';
import type { Call, Child, ReadMint, WorkloadChild } from './mint.ts';

type Service = WorkloadChild['service'];

export const WORKLOAD_MINTS: { readonly [name: string]: ReadMint } = {
  'ec2:RunInstances': ({ response }) => workload('ec2', '', idsOf(response)),
  'ec2:AssociateIamInstanceProfile': readAssociation,
  'ec2:ReplaceIamInstanceProfileAssociation': readAssociation,
  'iam:AddRoleToInstanceProfile': ({ request }) => workload('ec2', textAt(request, 'roleName'), []),
  'ssm:StartSession': ({ request }) => inside('ec2', [textAt(request, 'target')]),
  'ssm:SendCommand': ({ request }) => inside('ec2', textsAt(request, 'instanceIds')),
  'ec2-instance-connect:SendSSHPublicKey': ({ request }) => inside('ec2', [textAt(request, 'instanceId')]),
  'ec2-instance-connect:SendSerialConsoleSSHPublicKey': ({ request }) =>
    inside('ec2', [textAt(request, 'instanceId')]),
  'lambda:CreateFunction': readFunction,
  'lambda:UpdateFunctionCode': readFunction,
  'lambda:UpdateFunctionConfiguration': readFunction,
  'ecs:RunTask': readTasks,
  'ecs:StartTask': readTasks,
  'ecs:ExecuteCommand': ({ request }) => inside('ecs', [lastPart(textAt(request, 'task'))]),
  'glue:CreateDevEndpoint': passing('endpointName', 'roleArn'),
  'glue:CreateJob': passing('name', 'role'),
  'glue:UpdateJob': passing('jobName', 'jobUpdate.role'),
  'glue:CreateSession': passing('id', 'role'),
  'sagemaker:CreateNotebookInstance': passing('notebookInstanceName', 'roleArn'),
  'sagemaker:CreateTrainingJob': passing('trainingJobName', 'roleArn'),
  'sagemaker:CreateProcessingJob': passing('processingJobName', 'roleArn'),
  'codebuild:CreateProject': passing('name', 'serviceRole'),
  'codebuild:UpdateProject': passing('name', 'serviceRole'),
  'states:CreateStateMachine': passing('name', 'roleArn'),
  'cloudformation:CreateStack': passing('stackName', 'roleARN'),
  'cloudformation:UpdateStack': passing('stackName', 'roleARN'),
  'apprunner:CreateService': passing('serviceName', 'instanceConfiguration.instanceRoleArn'),
  'scheduler:CreateSchedule': passing('name', 'target.roleArn'),
};

/** A record holds at most 100 KB of response: some hundred instances. */
function idsOf(response: Json): readonly string[] {
  return itemsAt(response, 'instancesSet').map((item) => textAt(item, 'instanceId'));
}

/** EC2 wraps request and response of newer calls in objects named for the call. */
function readAssociation({ request, response }: Call): readonly Child[] {
  const unwrapped = [request, response, ...Object.values(request), ...Object.values(response)];
  const ids = unwrapped.flatMap((part) => [
    textAt(part, 'instanceId'),
    textAt(part, 'InstanceId'),
    textAt(part, 'iamInstanceProfileAssociation', 'instanceId'),
  ]);
  return workload('ec2', '', ids);
}

function readFunction({ request, response }: Call): readonly Child[] {
  const name = lastPart(
    firstText(textAt(response, 'functionName'), functionOf(textAt(request, 'functionName'))),
  );
  return workload('lambda', firstText(textAt(response, 'role'), textAt(request, 'role')), [name]);
}

/** A function is named by its name, its ARN, or a part of it, each with or without a version. */
function functionOf(text: string): string {
  const parts = text.split(':');
  const at = parts.indexOf('function');
  return (at < 0 ? parts[0] : parts[at + 1]) ?? '';
}

function readTasks({ request, response }: Call): readonly Child[] {
  const ids = itemsAt(response, 'tasks').map((task) => lastPart(textAt(task, 'taskArn')));
  return workload('ecs', textAt(request, 'overrides', 'taskRoleArn'), ids);
}

/** A reader for a service that is given a role under `role`, for a thing named by `name`. */
function passing(name: string, role: string): ReadMint {
  return ({ request }) => {
    const passed = textAt(request, ...role.split('.'));
    return passed === '' ? [] : workload('other', passed, [textAt(request, name)]);
  };
}

function workload(service: Service, role: string, ids: readonly string[]): readonly Child[] {
  const names = [...new Set(ids.filter((id) => id !== ''))].toSorted();
  return names.length === 0 && role === ''
    ? []
    : [{ what: 'workload', service, role, names, isShared: false }];
}

/** Code run inside of what is there already. */
function inside(service: Service, ids: readonly string[]): readonly Child[] {
  const names = ids.filter((id) => id !== '');
  return names.length === 0 ? [] : [{ what: 'workload', service, role: '', names, isShared: true }];
}

function textsAt(value: Json, name: string): readonly string[] {
  const found = valueAt(value, name);
  return Array.isArray(found) ? found.filter((each): each is string => typeof each === 'string') : [];
}
