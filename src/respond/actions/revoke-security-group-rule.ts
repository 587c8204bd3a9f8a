/** Takes a rule that lets traffic in out of a security group. */
import type { JsonObject } from '../../json.ts';
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { objectIn, objectsIn, only, readOne } from '../reading.ts';

export const revokeSecurityGroupRule: Action = deletionAction({
  name: 'revoke-security-group-rule',
  does: 'Takes a rule that lets traffic in out of a security group. Open connections are not cut.',
  undoes: 'A rule with the same content is added; its ID is another.',
  parameters: ['groupId', 'securityGroupRuleId'],
  read: async (step, aws) => {
    const input = { SecurityGroupRuleIds: [parameter(step, 'securityGroupRuleId')] };
    const found = await orNull(readOne(aws, step, 'ec2', 'DescribeSecurityGroupRules', input));
    const [rule] = objectsIn(found?.['SecurityGroupRules']);
    return rule === undefined || rule['IsEgress'] === true
      ? null
      : only(
          rule,
          'IpProtocol',
          'FromPort',
          'ToPort',
          'CidrIpv4',
          'CidrIpv6',
          'PrefixListId',
          'ReferencedGroupInfo',
          'Description',
        );
  },
  remove: (step) => [
    {
      service: 'ec2',
      operation: 'RevokeSecurityGroupIngress',
      input: {
        GroupId: parameter(step, 'groupId'),
        SecurityGroupRuleIds: [parameter(step, 'securityGroupRuleId')],
      },
    },
  ],
  remake: (step, rule) => [
    {
      service: 'ec2',
      operation: 'AuthorizeSecurityGroupIngress',
      input: { GroupId: parameter(step, 'groupId'), IpPermissions: [permissionOf(rule)] },
    },
  ],
  lost: () => ['The rule gets another ID.'],
  permissions: (step) => [
    ...grants('*', 'ec2:DescribeSecurityGroupRules'),
    ...grants(
      regionalArn(step, 'ec2', `security-group/${parameter(step, 'groupId')}`),
      '',
      'ec2:RevokeSecurityGroupIngress ec2:AuthorizeSecurityGroupIngress',
    ),
  ],
  expected: () => ({}),
});

/** The rule as the call that adds it wants it. */
function permissionOf(rule: JsonObject): JsonObject {
  const described = only(rule, 'Description');
  const { CidrIpv4: v4, CidrIpv6: v6, PrefixListId: list, ReferencedGroupInfo: group } = rule;
  return {
    ...only(rule, 'IpProtocol', 'FromPort', 'ToPort'),
    ...(v4 === undefined ? {} : { IpRanges: [{ CidrIp: v4, ...described }] }),
    ...(v6 === undefined ? {} : { Ipv6Ranges: [{ CidrIpv6: v6, ...described }] }),
    ...(list === undefined ? {} : { PrefixListIds: [{ PrefixListId: list, ...described }] }),
    ...(group === undefined
      ? {}
      : { UserIdGroupPairs: [{ ...only(objectIn(group), 'GroupId', 'UserId'), ...described }] }),
  };
}
