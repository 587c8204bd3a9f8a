/** Entries of the least policy, and how IAM policies name what the SDK calls otherwise. */
import type { Grant } from './action.ts';

/** What an action reads and what it changes, as IAM names it, with spaces between: `iam:GetUser iam:GetUserPolicy`. */
export function grants(resource: string, reads: string, writes = ''): Grant[] {
  return [
    ...names(reads).map((action) => ({ action, resource, role: 'reader' as const })),
    ...names(writes).map((action) => ({ action, resource, role: 'responder' as const })),
  ];
}

function names(text: string): string[] {
  return text.split(' ').filter((name) => name !== '');
}
