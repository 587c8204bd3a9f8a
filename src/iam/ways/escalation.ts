/**
 * Actions with which a user makes itself more than it is. Ways that were published, in own words:
 * https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/ and https://pathfinding.cloud
 */
import { GROUPS, POLICIES, ROLES } from './way.ts';
import type { On, Way } from './way.ts';

export const ESCALATION: readonly Way[] = [
  way('Writes a new version of a policy, with any permissions.', { 'iam:CreatePolicyVersion': POLICIES }),
  way('Puts an older, wider version of a policy in force.', { 'iam:SetDefaultPolicyVersion': POLICIES }),
  way('Attaches any policy to itself.', { 'iam:AttachUserPolicy': 'self' }),
  way('Writes itself a policy.', { 'iam:PutUserPolicy': 'self' }),
  way('Attaches any policy to a group that it is in.', { 'iam:AttachGroupPolicy': 'own-groups' }),
  way('Writes a policy for a group that it is in.', { 'iam:PutGroupPolicy': 'own-groups' }),
  way('Puts itself into a group with more permissions.', { 'iam:AddUserToGroup': GROUPS }),
  way('Makes access keys for other users.', { 'iam:CreateAccessKey': 'others' }),
  way('Gives other users a password that it knows.', { 'iam:CreateLoginProfile': 'others' }),
  way('Changes the passwords of other users.', { 'iam:UpdateLoginProfile': 'others' }),
  way('Makes passwords for a service, such as Bedrock, for other users.', {
    'iam:CreateServiceSpecificCredential|iam:ResetServiceSpecificCredential': 'others',
  }),
  way('Attaches any policy to a role and takes the role.', {
    'iam:AttachRolePolicy': ROLES,
    'sts:AssumeRole': ROLES,
  }),
  way('Writes a policy for a role and takes the role.', {
    'iam:PutRolePolicy': ROLES,
    'sts:AssumeRole': ROLES,
  }),
  way('Lets itself into a role and takes it.', {
    'iam:UpdateAssumeRolePolicy': ROLES,
    'sts:AssumeRole': ROLES,
  }),
  {
    ...way('Takes its permissions boundary away.', {
      'iam:DeleteUserPermissionsBoundary|iam:PutUserPermissionsBoundary': 'self',
    }),
    boundaryOnly: true,
  },
  way('Puts its own code into a function, which runs with the role of the function.', {
    'lambda:UpdateFunctionCode': 'any arn:*:lambda:*:ACCOUNT:function:NAME',
  }),
  way('Runs commands on instances, with the roles of those.', {
    'ssm:SendCommand|ssm:StartSession': 'any arn:*:ec2:*:ACCOUNT:instance/NAME',
  }),
  way('Opens a shell in a running container, with the role of its task.', {
    'ecs:ExecuteCommand': 'any arn:*:ecs:*:ACCOUNT:task/*/NAME',
  }),
  way('Runs its own commands in a build project, with the role of that.', {
    'codebuild:StartBuild|codebuild:StartBuildBatch': 'any arn:*:codebuild:*:ACCOUNT:project/NAME',
  }),
  way('Changes a stack, with the role that the stack was made with.', {
    'cloudformation:UpdateStack': 'any arn:*:cloudformation:*:ACCOUNT:stack/NAME/*',
  }),
  way('Opens a notebook, with the role of that.', {
    'sagemaker:CreatePresignedNotebookInstanceUrl|sagemaker:CreatePresignedDomainUrl':
      'any arn:*:sagemaker:*:ACCOUNT:*/NAME',
  }),
  way('Changes the public key of a Glue development endpoint, which has a role.', {
    'glue:UpdateDevEndpoint': 'any arn:*:glue:*:ACCOUNT:devEndpoint/NAME',
  }),
];

function way(does: string, needs: Readonly<Record<string, On>>): Way {
  return { kind: 'escalation', id: Object.keys(needs)[0]!.split('|')[0]!, does, needs };
}
