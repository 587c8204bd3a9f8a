/** Every call that an audit of accounts makes. The reader makes no others; the least policy is made of these. */
import type { Caller } from '../respond/action.ts';
import { AwsError } from '../respond/aws-error.ts';
import { permissionOf } from '../respond/operation.ts';

interface AuditCall {
  readonly service: 'iam' | 'health' | 'sts' | 'organizations';
  readonly operation: string;
  /** Who needs it: whoever reads an account, or whoever lists those of the organization. */
  readonly in: 'account' | 'organization';
}

/**
 * All but one only read. `GenerateCredentialReport` makes AWS write a new report, at most every four hours, for whoever
 * may read it; nothing else in the account changes.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
 */
const CALLS: readonly AuditCall[] = [
  { service: 'iam', operation: 'ListUsers', in: 'account' },
  { service: 'iam', operation: 'GetAccountAuthorizationDetails', in: 'account' },
  { service: 'iam', operation: 'GetPolicy', in: 'account' },
  { service: 'iam', operation: 'GetPolicyVersion', in: 'account' },
  { service: 'iam', operation: 'ListAccessKeys', in: 'account' },
  { service: 'iam', operation: 'GetAccessKeyLastUsed', in: 'account' },
  { service: 'iam', operation: 'GetLoginProfile', in: 'account' },
  { service: 'iam', operation: 'ListMFADevices', in: 'account' },
  { service: 'iam', operation: 'ListServiceSpecificCredentials', in: 'account' },
  { service: 'iam', operation: 'GetAccountSummary', in: 'account' },
  { service: 'iam', operation: 'GenerateCredentialReport', in: 'account' },
  { service: 'iam', operation: 'GetCredentialReport', in: 'account' },
  { service: 'health', operation: 'DescribeEvents', in: 'account' },
  { service: 'health', operation: 'DescribeAffectedEntities', in: 'account' },
  { service: 'sts', operation: 'GetAccessKeyInfo', in: 'account' },
  { service: 'organizations', operation: 'ListAccounts', in: 'organization' },
];

/** A caller that lets through what an audit may call, and nothing else. */
export function auditing(caller: Caller): Caller {
  return {
    async call(call, place) {
      if (!CALLS.some(({ service, operation }) => service === call.service && operation === call.operation))
        throw new AwsError('NotOfAnAudit', `an audit does not call ${permissionOf(call)}`);
      return caller.call(call, place);
    },
  };
}

/** What `--policy` prints: an IAM policy document. */
export interface AuditPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: string;
  }[];
}

/**
 * The least policy to read an account with. None of these calls can be held to some users without missing the others.
 *
 * @param role name of the role to assume in the accounts of the organization; `null` for one account
 */
export function auditPolicy(role: string | null): AuditPolicy {
  const statements = [allow('KeytrailAuditAccount', actionsIn('account'), '*')];
  if (role !== null)
    statements.push(
      allow('KeytrailListAccounts', actionsIn('organization'), '*'),
      allow('KeytrailEnterAccounts', ['sts:AssumeRole'], `arn:*:iam::*:role/${role}`),
    );
  return { Version: '2012-10-17', Statement: statements };
}

function actionsIn(where: AuditCall['in']): string[] {
  return CALLS.filter((call) => call.in === where)
    .map((call) => permissionOf(call))
    .toSorted();
}

function allow(Sid: string, Action: readonly string[], Resource: string): AuditPolicy['Statement'][number] {
  return { Sid, Effect: 'Allow', Action, Resource };
}
