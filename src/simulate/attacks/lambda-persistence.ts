/** A role that trusts another account, and a function that anybody may call, which makes keys. */
import { inUse, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { anyHideout, plainTool } from '../hideouts.ts';

export const lambdaPersistence: Attack = {
  name: 'lambda-persistence',
  title: 'A function with a public address stays behind',
  victims: [(holder, day) => inUse(holder, day) && holder.admin],
  days: 1,
  least: 8,
  run(raid, victims) {
    const { random } = raid;
    raid.from(anyHideout(random), plainTool(random)).steal(victim(victims, 0));
    raid.each(['lambda:ListFunctions20150331', 'iam:ListRoles']);
    const [roleName, functionName] = [
      'lambda-ex',
      random.pick(['buckets555', 'image-resize2', 'log-shipper']),
    ];
    const { account, region } = raid;
    const role = `arn:aws:iam::${account.id}:role/${roleName}`;
    raid.call('iam:CreateRole', {
      parameters: {
        roleName,
        assumeRolePolicyDocument:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com","AWS":"arn:aws:iam::999900001111:root"},"Action":"sts:AssumeRole"}]}',
      },
      response: { role: { roleName, arn: role, path: '/' } },
    });
    raid.plant('CreateRole', roleName);
    const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    raid.call('iam:AttachRolePolicy', { parameters: { roleName, policyArn } });
    raid.call('lambda:CreateFunction20150331', {
      parameters: { functionName, runtime: 'python3.12', role, handler: 'index.handler', code: {} },
      response: {
        functionName,
        functionArn: `arn:aws:lambda:${region}:${account.id}:function:${functionName}`,
        role,
      },
    });
    raid.plant('CreateFunction20150331', functionName);
    raid.call('lambda:CreateFunctionUrlConfig', { parameters: { functionName, authType: 'NONE' } });
    raid.plant('CreateFunctionUrlConfig', functionName);
    raid.call('lambda:AddPermission20150331v2', {
      parameters: { functionName, statementId: 'public', action: 'lambda:InvokeFunctionUrl', principal: '*' },
    });
    raid.call('iam:ListUsers');
  },
};
