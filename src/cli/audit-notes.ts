/** What an audit looked at, what it left out, and what it could not read, in sentences. */
import { PROBLEM_KINDS } from '../cloudtrail/problem.ts';
import { accountText } from './audit-iam-words.ts';
import type { AuditResult, IamResult } from './audit-run.ts';
import { bytesText, clean, numberText } from './show/text.ts';

/** Named problems and entries shown before "and N more". */
const SHOWN = 10;

export function auditNotes(result: AuditResult): string[] {
  const { scan, inBaseline, ignored, ignoreFile, iam, isAtRest } = result;
  const { tally, problems } = scan;
  const looked = [
    tally.files > 0 ? count(tally.files, 'file') : '',
    tally.archives > 0 ? `${count(tally.entries, 'file')} in ${count(tally.archives, 'archive')}` : '',
    tally.repositories > 0
      ? `${count(tally.objects, 'object')} of ${count(tally.repositories, 'git repository', 'git repositories')}`
      : '',
    tally.environments > 0 ? count(tally.environments, 'environment') : '',
  ].filter((part) => part !== '');
  const notes = isAtRest
    ? [`${looked.join(', ') || 'nothing'} (${bytesText(tally.bytes)}) in ${tally.seconds.toFixed(1)} s`]
    : [];
  if (iam !== null) notes.push(...iamNotes(iam));
  const also = [
    inBaseline > 0 ? `${count(inBaseline, 'credential')} of the baseline left out` : '',
    ignored.ignored > 0 ? `${count(ignored.ignored, 'credential')} of ${clean(ignoreFile)} left out` : '',
    tally.links > 0 ? `${count(tally.links, 'link')} not followed` : '',
    tally.special > 0
      ? `${count(tally.special, 'pipe, socket or device', 'pipes, sockets or devices')} not read`
      : '',
    tally.partial > 0
      ? `${count(tally.partial, 'partial or shallow clone')}: what only the remote has was not looked at`
      : '',
  ].filter((part) => part !== '');
  if (also.length > 0) notes.push(`also: ${also.join('; ')}`);
  for (const { line, name, until } of ignored.expired)
    notes.push(`${clean(ignoreFile)}:${line}: ${name} was ignored until ${until}, and is told again`);
  for (const { line, name } of ignored.unused)
    notes.push(`${clean(ignoreFile)}:${line}: ${name} was not found: the entry can go`);
  if (problems.length > 0) {
    notes.push(`could not be read in full: ${count(problems.length, 'problem')}`);
    for (const { kind, file, detail } of problems.slice(0, SHOWN))
      notes.push(`  ${clean(file)} ${PROBLEM_KINDS[kind]}: ${clean(detail)}`);
    if (problems.length > SHOWN)
      notes.push(`  and ${numberText(problems.length - SHOWN)} more (all are in --json)`);
  }
  return notes;
}

/** What was asked of accounts, and what was not told without that being wrong. */
function iamNotes({ snapshots, refused, owners }: IamResult): string[] {
  const untold = snapshots.flatMap(({ account, name, unread }) =>
    unread
      .filter(({ isProblem }) => !isProblem)
      .map(({ part, reason }) => `  ${part} of ${clean(accountText(account, name))}: ${clean(reason)}`),
  );
  const parts = [
    `${count(snapshots.length, 'account')} read`,
    refused.length > 0 ? `${count(refused.length, 'account')} not entered` : '',
    owners.length > 0 ? `${count(owners.length, 'key')} of others asked for` : '',
  ].filter((part) => part !== '');
  const more = untold.length - SHOWN;
  return [
    parts.join(', '),
    ...(untold.length === 0 ? [] : ['not told by AWS, which need not be wrong:', ...untold.slice(0, SHOWN)]),
    ...(more > 0 ? [`  and ${numberText(more)} more (all are in --json)`] : []),
  ];
}

function count(value: number, one: string, many = `${one}s`): string {
  return `${numberText(value)} ${value === 1 ? one : many}`;
}
