/** What an event did, as activity remembers it. */

/** Lambda, CloudFront and others log the version of the API behind the name of the operation. */
const VERSION = /(?:\d{8}|\d{4}_\d{2}_\d{2})(?:v\d{1,2})?$/;

/** `iam:CreateUser`. */
export function apiOf(eventSource: string, eventName: string): string {
  return `${eventSource.replace(/\.amazonaws\.com(\.cn)?$/, '')}:${eventName.replace(VERSION, '')}`;
}

/** The dimensions in which a call can be remembered. */
export const OUTCOMES = ['api', 'denied', 'failed'] as const;

/** Error codes of calls that were refused for want of rights, as the services spell them. */
const DENIED = /denied|unauthori[sz]ed|not_?authori[sz]ed|authorizationerror|forbidden/i;

/** Whether the call went through, was refused for want of rights, or failed otherwise. */
export function outcomeOf(errorCode: string): (typeof OUTCOMES)[number] {
  if (errorCode === '') return 'api';
  return DENIED.test(errorCode) ? 'denied' : 'failed';
}
