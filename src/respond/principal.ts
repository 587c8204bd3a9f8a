/** Principals taken apart for the calls that act on them. */
import { accountOf, lastPart, partitionOf } from '../lineage/arn.ts';

export interface Principal {
  readonly kind: 'user' | 'role' | 'root' | 'other';
  readonly arn: string;
  readonly account: string;
  readonly name: string;
  /** What a step needs to name it: `userName` or `roleName`, and path and partition where they are not the usual. */
  readonly parameters: { readonly [name: string]: string };
}

export function principalOf(arn: string): Principal {
  const resource = arn.split(':').slice(5).join(':');
  const kind = resource.startsWith('user/')
    ? 'user'
    : resource.startsWith('role/')
      ? 'role'
      : resource === 'root'
        ? 'root'
        : 'other';
  const name = lastPart(arn);
  const path = /^(?:user|role)(\/(?:.*\/)?)/.exec(resource)?.[1] ?? '/';
  const partition = partitionOf(arn);
  return {
    kind,
    arn,
    account: accountOf(arn),
    name,
    parameters: {
      ...(kind === 'user' ? { userName: name } : kind === 'role' ? { roleName: name } : {}),
      ...(path === '/' ? {} : { path }),
      ...(partition === 'aws' ? {} : { partition }),
    },
  };
}

/** Roles that belong to an AWS service: their policies cannot be changed. */
export function isServiceLinked({ kind, arn, name }: Pick<Principal, 'kind' | 'arn' | 'name'>): boolean {
  return kind === 'role' && (arn.includes(':role/aws-service-role/') || name.startsWith('AWSServiceRoleFor'));
}

/** Roles that Identity Center keeps: their policies are those of a permission set. */
export function isPermissionSetRole({ kind, name }: Pick<Principal, 'kind' | 'name'>): boolean {
  return kind === 'role' && name.startsWith('AWSReservedSSO_');
}
