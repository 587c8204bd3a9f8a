/** The policies that deny: short, because the inline policies of a user share 2,048 characters. */

export const DENY_ALL: string = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'KeytrailDenyAll', Effect: 'Deny', Action: '*', Resource: '*' }],
});

/**
 * Denies everything to sessions that are older than a time. Long-lived keys carry no `aws:TokenIssueTime`, so they are
 * not denied.
 *
 * @param time RFC 3339, to the second
 */
export function denyOlderThan(time: string): string {
  return denyWhere({ DateLessThan: { 'aws:TokenIssueTime': time } });
}

/** Denies everything to what fits a condition. */
export function denyWhere(condition: {
  readonly [operator: string]: { readonly [key: string]: string };
}): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition: condition }],
  });
}
