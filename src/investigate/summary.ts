/** A title, and a few plain sentences that a security lead understands. */
import { redactText } from '../redact.ts';
import type { Incident } from './incident.ts';
import { counted, distinct, some, timeText } from './names.ts';

/** What of an incident the summary is made from. */
export interface Summarised extends Pick<
  Incident,
  'band' | 'accounts' | 'regions' | 'credentials' | 'techniques' | 'impact' | 'persistence' | 'metrics'
> {
  /** From where the intruder called, see `originsOf`. */
  readonly origins: readonly string[];
}

/** One line: whose credential, and the gravest thing that was done with it. */
export function titleOf(incident: Summarised): string {
  const { credentials } = incident;
  const leaked = credentials.filter(({ because }) => because === 'leaked');
  const of = leaked.length > 0 ? leaked : credentials;
  const names = distinct(of.map(({ credential }) => shortName(credential.principal) || credential.id));
  const who =
    of.length === 1
      ? `Credential of ${names[0] ?? 'unknown'}`
      : `${of.length} credentials (${some(names, 3)})`;
  const used = isConfirmed(incident) ? 'used by an intruder' : 'perhaps used by an intruder';
  return redactText(`${who} ${used}: ${gravest(incident)}`);
}

/** What is only on watch is a question to the owner, and must not read like an answer. */
function isConfirmed({ band }: Summarised): boolean {
  return band === 'page';
}

/** What happened, most grave first. */
function gravest({ impact, persistence, techniques, metrics }: Summarised): string {
  const sure = impact.filter(({ certainty }) => certainty === 'confirmed');
  const deleted = sure.filter(({ class: of }) => of === 'deleted').length;
  const shared = sure.filter(({ class: of }) => of === 'shared').length;
  const secrets = impact.filter(({ rotate, class: of }) => rotate && of === 'read').length;
  const left = persistence.filter(({ state }) => state === 'present').length;
  const parts = [
    left > 0 ? `${counted(left, 'thing')} left behind` : '',
    secrets > 0 ? `${counted(secrets, 'secret')} read` : '',
    deleted > 0 ? `${counted(deleted, 'resource')} deleted` : '',
    shared > 0 ? `${counted(shared, 'resource')} opened to others` : '',
    sure.some(({ class: of }) => of === 'cost') ? 'paid services used' : '',
  ].filter((part) => part !== '');
  if (parts.length > 0) return parts.slice(0, 3).join(', ');
  if (metrics.firstWriteMs !== null) return 'settings changed';
  if (techniques.some(({ succeeded }) => succeeded > 0)) return 'looking around';
  return 'every call refused';
}

/** Two to five sentences: who, since when and until when; how far; what is left; what is open; what to do first. */
export function summaryOf(incident: Summarised): string[] {
  return [
    whoAndWhen(incident),
    howFar(incident),
    whatIsLeft(incident),
    whatIsOpen(incident),
    whatFirst(incident),
  ]
    .filter((sentence) => sentence !== '')
    .map((sentence) => redactText(sentence));
}

function whoAndWhen(incident: Summarised): string {
  const { credentials, metrics, accounts, origins } = incident;
  const leaked = credentials.filter(({ because }) => because === 'leaked');
  const others = credentials.length - leaked.length;
  const of = leaked.length > 0 ? leaked : credentials;
  const named = some(
    of.map(
      ({ credential }) => `${credential.id} of ${shortName(credential.principal) || 'an unknown principal'}`,
    ),
    3,
  );
  const more =
    others > 0 && leaked.length > 0 ? `, and ${counted(others, 'credential')} that came of it,` : '';
  const where = origins.length === 0 ? '' : `, from ${some(origins, 2)}`;
  const who = isConfirmed(incident) ? 'An intruder used' : 'Somebody other than the owner may have used';
  return `${who} ${named}${more} in ${counted(accounts.length, 'account')} from ${timeText(metrics.firstUseMs)} to ${timeText(metrics.lastUseMs)}${where}.`;
}

function howFar(incident: Summarised): string {
  const { impact, metrics, regions } = incident;
  const count = (className: string): number =>
    new Set(
      impact
        .filter(
          ({ class: of, certainty, resource }) =>
            of === className && certainty === 'confirmed' && resource !== '',
        )
        .map(({ service, resource, account }) => JSON.stringify([service, resource, account])),
    ).size;
  const rotate = impact.filter((item) => item.rotate).length;
  const parts = [
    ...(['created', 'changed', 'deleted', 'shared'] as const)
      .map((className) => ({ className, of: count(className) }))
      .filter(({ of }) => of > 0)
      .map(
        ({ className, of }) =>
          `${counted(of, 'resource')} ${className === 'shared' ? 'opened to others' : className}`,
      ),
    rotate > 0
      ? `${counted(rotate, 'secret or other content', 'secrets or other content')} read that must be rotated`
      : '',
  ].filter((part) => part !== '');
  const whose = isConfirmed(incident) ? 'of the intruder' : 'that may not be the owner’s';
  const calls = `The logs hold ${counted(metrics.intruderEvents, 'call')} ${whose} in ${counted(regions.length, 'region')}`;
  if (parts.length > 0) return `${calls}: ${parts.join(', ')}.`;
  return metrics.firstWriteMs === null
    ? `${calls}; none of them changed anything.`
    : `${calls}; no resource is named in what they changed.`;
}

function whatIsLeft({ persistence }: Summarised): string {
  const present = persistence.filter(({ state }) => state === 'present');
  const removed = persistence.filter(({ state }) => state === 'removed').length;
  if (present.length === 0) {
    return removed > 0 ? `All ${counted(removed, 'thing')} it set up were removed again in the logs.` : '';
  }
  const titles = distinct(present.map(({ title }) => title));
  return `${counted(present.length, 'thing')} it set up ${present.length === 1 ? 'is' : 'are'} still there by the logs: ${some(titles, 4)}.`;
}

function whatIsOpen({ metrics, impact }: Summarised): string {
  const parts = [
    metrics.undecidedEvents > 0
      ? `of ${counted(metrics.undecidedEvents, 'call')} it is undecided whether the owner or the intruder made them`
      : '',
    impact.some(({ certainty }) => certainty === 'not observable')
      ? 'access to some data cannot be excluded, because no data events were logged'
      : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `Open: ${parts.join('; ')}.`;
}

/** Whether it goes on cannot be told from logs that end; what stops it is the same. */
function whatFirst(incident: Summarised): string {
  const { credentials, persistence } = incident;
  const open = credentials.filter(({ untilMs }) => untilMs === null).length;
  const going =
    open > 0
      ? `${counted(open, 'credential')} of these ${open === 1 ? 'is' : 'are'} not known to have ended, so it may be going on`
      : 'All of these credentials have ended by the logs';
  const left = persistence.some(({ state }) => state === 'present');
  const first =
    open > 0
      ? `deactivate ${open === 1 ? 'it' : 'them'} and deny the sessions that came of ${open === 1 ? 'it' : 'them'}${left ? ', then remove what was set up' : ''}`
      : left
        ? 'remove what was set up'
        : 'rotate what was read';
  return isConfirmed(incident)
    ? `${going}; first, ${first}.`
    : `${going}; first, ask the owner whether the calls are theirs, and if they are not, ${first}.`;
}

/** `user/alice` of an ARN; other texts as they stand. */
function shortName(principal: string): string {
  return /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/.exec(principal)?.[1] ?? principal;
}
