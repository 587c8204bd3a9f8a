/** `iam:PassRole` with something that runs code, or acts, with the role. */
import { ROLES } from './way.ts';
import type { Way } from './way.ts';

/**
 * The service that takes the role; what it does; the actions next to `iam:PassRole`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
const TAKERS: readonly (readonly [string, string, ...string[]])[] = [
  ['ec2', 'Starts an instance', 'ec2:RunInstances'],
  [
    'ec2',
    'Gives a running instance another role',
    'ec2:AssociateIamInstanceProfile|ec2:ReplaceIamInstanceProfileAssociation',
  ],
  [
    'lambda',
    'Makes a function and calls it',
    'lambda:CreateFunction',
    'lambda:InvokeFunction|lambda:AddPermission|lambda:CreateEventSourceMapping|lambda:CreateFunctionUrlConfig',
  ],
  [
    'ecs-tasks',
    'Runs a container',
    'ecs:RegisterTaskDefinition',
    'ecs:RunTask|ecs:StartTask|ecs:CreateService|ecs:UpdateService',
  ],
  [
    'cloudformation',
    'Makes a stack',
    'cloudformation:CreateStack|cloudformation:UpdateStack|cloudformation:CreateStackSet',
  ],
  [
    'codebuild',
    'Makes a build project and runs it',
    'codebuild:CreateProject|codebuild:UpdateProject',
    'codebuild:StartBuild|codebuild:StartBuildBatch',
  ],
  [
    'glue',
    'Makes a Glue job, session or endpoint',
    'glue:CreateDevEndpoint|glue:CreateJob|glue:UpdateJob|glue:CreateSession',
  ],
  [
    'sagemaker',
    'Makes a notebook or a job of SageMaker',
    'sagemaker:CreateNotebookInstance|sagemaker:CreateTrainingJob|sagemaker:CreateProcessingJob',
  ],
  [
    'datapipeline',
    'Makes a data pipeline',
    'datapipeline:CreatePipeline',
    'datapipeline:PutPipelineDefinition',
    'datapipeline:ActivatePipeline',
  ],
  [
    'states',
    'Makes a state machine and starts it',
    'states:CreateStateMachine|states:UpdateStateMachine',
    'states:StartExecution',
  ],
  ['scheduler', 'Makes a schedule', 'scheduler:CreateSchedule|scheduler:UpdateSchedule'],
  ['elasticmapreduce', 'Starts a cluster', 'elasticmapreduce:RunJobFlow'],
  ['ssm', 'Runs an automation', 'ssm:StartAutomationExecution'],
  ['tasks.apprunner', 'Makes an App Runner service', 'apprunner:CreateService|apprunner:UpdateService'],
  ['ecs-tasks', 'Runs a batch job', 'batch:RegisterJobDefinition', 'batch:SubmitJob'],
  [
    'bedrock-agentcore',
    'Makes a code interpreter of Bedrock',
    'bedrock-agentcore:CreateCodeInterpreter',
    'bedrock-agentcore:InvokeCodeInterpreter',
  ],
];

export const PASS_ROLE: readonly Way[] = TAKERS.map(([service, does, ...actions]) => ({
  kind: 'pass-role',
  id: `iam:PassRole+${actions[0]!.split('|')[0]}`,
  does: `${does} with a role that it chooses.`,
  needs: {
    'iam:PassRole': ROLES,
    ...Object.fromEntries(actions.map((action) => [action, 'anything' as const])),
  },
  context: { 'iam:passedtoservice': `${service}.amazonaws.com` },
}));
