/** What to do first about an incident: few steps, none of which destroys anything. */
import { count } from '../read-logs.ts';
import type { CompromisedCredential, Incident } from '../../investigate/incident.ts';
import type { Planted } from '../../report/planted.ts';
import { plantedKinds } from '../../report/planted.ts';
import { some } from './text.ts';
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

/** Names in one step before "and N more". */
const MOST_NAMED = 4;

/** Steps in the order of their urgency, in the imperative. */
export function firstSteps({ band, credentials, persistence, impact }: Incident): string[] {
  const keys = credentials.filter(({ credential }) => LONG_LIVED.has(credential.kind));
  const sessions = credentials.filter(({ credential }) => SESSIONS.has(credential.kind));
  const signIns = credentials.filter(({ credential }) => /password|console|oauth/.test(credential.kind));
  const left = persistence.filter(({ state }) => state === 'present');
  const secrets = impact.filter(({ rotate }) => rotate);
  return [
    // What is only on watch may well be the owner's doing: nothing is closed before that is asked.
    ...(band === 'page'
      ? []
      : step(
          ownersOf(credentials),
          (names) =>
            `Ask the owner of ${names} whether the calls are theirs; what follows is for when they are not.`,
        )),
    ...(keys.length === 0
      ? []
      : [
          `Deactivate ${some(
            keys.map(({ credential }) => `${credential.id} (${shortPrincipal(credential.principal)})`),
            MOST_NAMED,
          )}; delete nothing yet.`,
        ]),
    ...step(ownersOf(sessions), (names) => `Revoke the sessions of ${names} (a deny by token age).`),
    ...step(ownersOf(signIns), (names) => `Reset the passwords and end the sign-ins of ${names}.`),
    ...(left.length === 0
      ? []
      : [`Take away what was left behind: ${some(plantedKinds(left).map(plantedText), MOST_NAMED)}.`]),
    ...(secrets.length === 0
      ? []
      : [`Rotate what was read, ${count(secrets.length, 'secret')}; the report names each.`]),
  ];
}

function plantedText({ title, of }: Planted): string {
  return of.length === 0 ? title : `${title} (${some(of, MOST_NAMED)})`;
}

function step(names: readonly string[], text: (names: string) => string): string[] {
  return names.length === 0 ? [] : [text(some(names, MOST_NAMED))];
}

function ownersOf(credentials: readonly CompromisedCredential[]): string[] {
  const owners = credentials.map(({ credential }) => credential.owner || credential.principal);
  return [...new Set(owners.filter((owner) => owner !== '').map(shortPrincipal))];
}
