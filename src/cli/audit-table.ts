/** The result of an audit for the terminal: one block for each credential, worst first. */
import type { ExposedCredential } from '../exposure/credentials.ts';
import type { KeyStory } from '../story/key-story.ts';
import type { AuditResult, AuditShown } from './audit-run.ts';
import { historyText, KIND_WORDS, nameOf, placeText } from '../exposure/words.ts';
import type { Output } from './output.ts';
import { severityText } from './show/severity.ts';
import { styled } from './show/style.ts';
import { clean, numberText } from './show/text.ts';
import { wrapped } from './show/wrap.ts';

/** Places of a credential shown before "and N more". */
const SHOWN_PLACES = 5;

/** IDs alone shown before "and N more": they are an inventory, not a finding. */
const SHOWN_IDS = 10;

export async function showAuditTable(
  { credentials, iam, isAtRest, stories }: AuditResult,
  { output }: AuditShown,
): Promise<void> {
  if (isAtRest || stories?.some(isTelling) === true)
    await showCredentials(credentials, stories ?? [], output);
  if (isAtRest && iam !== null) await output.write('\n');
  if (iam !== null) await (await import('./audit-iam-table.ts')).showIamTable(iam, output);
}

async function showCredentials(
  credentials: readonly ExposedCredential[],
  stories: readonly KeyStory[],
  output: Output,
): Promise<void> {
  const found = new Map(credentials.map((each) => [each.keyId, each]));
  const telling = stories.filter(isTelling);
  for (const story of telling)
    await output.write(`${storyBlock(story, found.get(story.keyId), output.columns).join('\n')}\n\n`);
  if (credentials.length === 0) {
    await output.write('no credentials found\n');
    return;
  }
  const told = new Set(telling.map(({ keyId }) => keyId));
  const rest = credentials.filter(({ keyId }) => keyId === null || !told.has(keyId));
  const worse = rest.filter(({ level }) => level !== 'info');
  for (const credential of worse) {
    await output.write(`${blockOf(credential, output.columns).join('\n')}\n\n`);
  }
  const known = rest.filter((each) => each.level === 'info' && each.known !== null);
  const ids = rest.filter((each) => each.level === 'info' && each.known === null);
  await writeBriefly('Key IDs without a secret, which open nothing', ids, output);
  await writeBriefly('Examples, placeholders and canaries', known, output);
  await output.write(`${summaryOf(credentials)}\n`);
}

/** Whether a key is worth a block of its own: it is used oddly, or it lies open. */
function isTelling({ odd, exposure }: KeyStory): boolean {
  return odd !== null || (exposure !== null && exposure.level !== 'info');
}

async function writeBriefly(
  title: string,
  list: readonly ExposedCredential[],
  output: Output,
): Promise<void> {
  if (list.length === 0) return;
  // Most audits, and nearly all before a commit, have nothing to put in a table.
  const { tableText } = await import('./show/table.ts');
  const rows = list.slice(0, SHOWN_IDS).map((credential) => {
    const { account, known, places } = credential;
    const what = known ?? (account === null ? '' : `account ${account}`);
    const more = places.length > 1 ? ` and ${numberText(places.length - 1)} more` : '';
    return [`  ${clean(nameOf(credential))}`, clean(what), clean(placeText(places[0]!)) + more];
  });
  const columns = [{ title: '' }, { title: '' }, { title: '', flexible: true }];
  const table = tableText(columns, rows, output.columns).split('\n').slice(1).join('\n');
  const more =
    list.length > SHOWN_IDS ? `\n  and ${numberText(list.length - SHOWN_IDS)} more (all are in --json)` : '';
  await output.write(`${styled('dim', `${title}:`)}\n${table}${more}\n\n`);
}

/** The story first, then why it stands where it does, then what was found. */
function storyBlock(
  story: KeyStory,
  credential: ExposedCredential | undefined,
  columns: number | undefined,
): string[] {
  const { keyId, score, terms, sentence } = story;
  const head =
    credential === undefined
      ? [`${styled('bold', clean(keyId))}  access key that was not found here`]
      : blockOf(credential, columns).slice(0, 1);
  return [
    ...head,
    ...wrapped(clean(sentence), '  ', columns),
    ...wrapped(
      `${score} points: ${terms.map(({ points, sentence: why }) => `${points} ${clean(why)}`).join(' ')}`,
      '  ',
      columns,
    ).map((line) => styled('dim', line)),
    ...(credential === undefined ? [] : blockOf(credential, columns).slice(1)),
    ...sourceLines(story, columns),
  ];
}

/** Sources of a leak shown before "and N more". */
const SHOWN_SOURCES = 3;

function sourceLines({ sources }: KeyStory, columns: number | undefined): string[] {
  if (sources.length === 0) return [];
  const more = sources.length - SHOWN_SOURCES;
  return [
    '  may have leaked from',
    ...sources
      .slice(0, SHOWN_SOURCES)
      .flatMap(({ confidence, place, reasons }) => [
        `    ${confidence}: ${clean(placeText(place))}`,
        ...wrapped(clean(reasons.join(' ')), '      ', columns).map((line) => styled('dim', line)),
      ]),
    ...(more > 0 ? [`    and ${numberText(more)} more (all are in --json)`] : []),
  ];
}

function blockOf(credential: ExposedCredential, columns: number | undefined): string[] {
  const { level, kind, account, secretHint, keyId, known, reasons, places, fingerprint } = credential;
  const more = [
    account === null ? '' : `account ${account}`,
    keyId !== null && secretHint !== null ? `secret …${secretHint}` : '',
    known ?? '',
    `fingerprint ${fingerprint}`,
  ].filter((part) => part !== '');
  const head = `${severityText(level, 6)} ${styled('bold', clean(nameOf(credential)))}  ${KIND_WORDS[kind]}`;
  const shown = places.slice(0, SHOWN_PLACES).flatMap((place) => {
    const history = historyText(place);
    return [
      `  ${clean(placeText(place))}`,
      ...(history === '' ? [] : [styled('dim', `    ${clean(history)}`)]),
    ];
  });
  return [
    head,
    ...wrapped(more.map(clean).join(' · '), '  ', columns),
    ...shown,
    ...(places.length > SHOWN_PLACES
      ? [`  and ${numberText(places.length - SHOWN_PLACES)} more places`]
      : []),
    ...reasons.flatMap((reason) => wrapped(clean(reason), '  ', columns).map((line) => styled('dim', line))),
  ];
}

function summaryOf(credentials: readonly ExposedCredential[]): string {
  const levels = ['high', 'medium', 'low', 'info'] as const;
  const counts = levels
    .map((level) => [level, credentials.filter((each) => each.level === level).length] as const)
    .filter(([, number]) => number > 0)
    .map(([level, number]) => `${numberText(number)} ${level}`);
  return `${numberText(credentials.length)} ${credentials.length === 1 ? 'credential' : 'credentials'}: ${counts.join(', ')}`;
}
