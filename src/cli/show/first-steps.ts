/** What to do first about an incident: few steps, none of which destroys anything. */
import type { CompromisedCredential, Incident } from '../../investigate/incident.ts';
import { clean } from './text.ts';
import { shortPrincipal } from './principal.ts';

const LONG_LIVED = new Set(['access-key', 'root-access-key']);
const SESSIONS = new Set([
  'role-session',
  'service-session',
  'session-token',
  'federation',
  'web-identity',
  'saml',
  'sso',
  'roles-anywhere',
]);

/** Steps in the order of their urgency, in the imperative. */
export function firstSteps({ credentials, persistence, impact }: Incident): string[] {
  const keys = credentials.filter(({ credential }) => LONG_LIVED.has(credential.kind));
  const sessions = credentials.filter(({ credential }) => SESSIONS.has(credential.kind));
  const signIns = credentials.filter(({ credential }) => /password|console|oauth/.test(credential.kind));
  const left = persistence.filter(({ state }) => state === 'present');
  const secrets = impact.filter(({ rotate }) => rotate);
  return [
    ...keys.map(
      ({ credential }) =>
        `Deactivate ${clean(credential.id)} (${shortPrincipal(credential.principal)}); do not delete it yet.`,
    ),
    ...ownersOf(sessions).map(
      (owner) => `Revoke the sessions of ${shortPrincipal(owner)} (a deny by token age).`,
    ),
    ...ownersOf(signIns).map(
      (owner) => `Reset the password and end the sign-ins of ${shortPrincipal(owner)}.`,
    ),
    ...(left.length === 0
      ? []
      : [`Undo what was left behind: ${left.map(({ title }) => clean(title)).join('; ')}.`]),
    ...(secrets.length === 0
      ? []
      : [`Rotate ${secrets.length} secrets that were read; the report names them.`]),
  ];
}

function ownersOf(credentials: readonly CompromisedCredential[]): string[] {
  return [...new Set(credentials.map(({ credential }) => credential.owner || credential.principal))].filter(
    (owner) => owner !== '',
  );
}
