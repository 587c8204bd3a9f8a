/** The result of an audit as one HTML file that needs nothing else: no scripts, no addresses. */
import { LEVELS } from '../exposure/exposure.ts';
import type { ExposedCredential } from '../exposure/credentials.ts';
import type { ExposureLevel } from '../exposure/exposure.ts';
import type { IamRow } from '../iam/rows.ts';
import type { KeyStory } from '../story/key-story.ts';
import { rowFacts, rowName, rowOwner } from './audit-iam-words.ts';
import type { AuditResult, AuditShown } from './audit-run.ts';
import { auditNotes } from './audit-notes.ts';
import { historyText, KIND_WORDS, nameOf, placeText } from '../exposure/words.ts';
import { clean } from './show/text.ts';

/** Places of a credential that are listed. */
const MOST_PLACES = 200;

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
article { border-left: .4rem solid var(--level); padding: .2rem 1rem; margin: 1rem 0; background: color-mix(in srgb, var(--level) 7%, transparent); }
.high { --level: #c62828; } .medium { --level: #c77700; } .low { --level: #00838f; } .info { --level: #757575; }
h2 { font-size: 1.1rem; margin: .3rem 0; overflow-wrap: anywhere; } h2 span { color: var(--level); }
code, li { overflow-wrap: anywhere; } .dim { opacity: .75; }
`;

export async function showAuditHtml(result: AuditResult, { output }: AuditShown): Promise<void> {
  const { credentials, iam, isAtRest, stories } = result;
  const byKey = new Map((stories ?? []).map((story) => [story.keyId, story]));
  const title = isAtRest ? 'Exposed credentials' : 'Credentials of accounts';
  await output.write(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${STYLE}</style></head><body>
<h1>${title}</h1>${isAtRest ? countsOf(credentials.map(({ level }) => level)) : ''}
`);
  for (const credential of credentials) {
    const story = credential.keyId === null ? undefined : byKey.get(credential.keyId);
    await output.write(articleOf(credential, story));
  }
  for (const story of stories ?? [])
    if (story.exposure === null && story.odd !== null)
      await output.write(
        `<article class="info"><h2>${escaped(story.keyId)}</h2><p>Access key that was not found here</p>${storyHtml(story)}</article>\n`,
      );
  if (iam !== null) {
    const heading = isAtRest ? '<h1>Credentials of accounts</h1>' : '';
    await output.write(`${heading}${countsOf(iam.findings.map(({ severity }) => severity))}`);
    for (const row of iam.rows) await output.write(articleOfRow(row));
  }
  const notes = auditNotes(result).map((note) => `<li>${escaped(note)}</li>`);
  await output.write(`<h2>What was looked at</h2><ul>${notes.join('')}</ul></body></html>\n`);
}

function countsOf(levels: readonly ExposureLevel[]): string {
  const counts = LEVELS.map((level) => `${levels.filter((each) => each === level).length} ${level}`);
  return `<p>${escaped(counts.join(', '))}</p>`;
}

function articleOfRow(row: IamRow): string {
  const level = row.severity ?? 'info';
  const listed = row.findings.map(
    ({ check, severity, reason, evidence, remedy }) =>
      `<li><strong>${severity} ${escaped(check)}</strong> ${escaped(reason)} <span class="dim">${escaped(evidence.join('; '))}</span> ${escaped(remedy)}</li>`,
  );
  return `<article class="${level}"><h2><span>${row.severity ?? ''}</span> ${escaped(rowName(row))}</h2>
<p>${escaped(rowOwner(row))} <span class="dim">${escaped(rowFacts(row).join(' · '))}</span></p><ul>${listed.join('')}</ul></article>
`;
}

function articleOf(credential: ExposedCredential, story: KeyStory | undefined): string {
  const { level, kind, account, known, secretHint, keyId, reasons, places, fingerprint } = credential;
  const facts = [
    account === null ? '' : `account ${account}`,
    keyId !== null && secretHint !== null ? `secret …${secretHint}` : '',
    known ?? '',
    `fingerprint ${fingerprint}`,
  ].filter((fact) => fact !== '');
  const listed = places.slice(0, MOST_PLACES).map((place) => {
    const history = historyText(place);
    return `<li><code>${escaped(placeText(place))}</code>${history === '' ? '' : ` <span class="dim">${escaped(history)}</span>`}</li>`;
  });
  const more = places.length > MOST_PLACES ? `<li>and ${places.length - MOST_PLACES} more</li>` : '';
  return `<article class="${level}"><h2><span>${level}</span> ${escaped(nameOf(credential))}</h2>
<p>${escaped(KIND_WORDS[kind])} <span class="dim">${escaped(facts.join(' · '))}</span></p>
${storyHtml(story)}<p>${escaped(reasons.join(' '))}</p><ul>${listed.join('')}${more}</ul></article>
`;
}

function storyHtml(story: KeyStory | undefined): string {
  if (story === undefined) return '';
  const terms = story.terms.map(({ points, sentence }) => `<li>${points} ${escaped(sentence)}</li>`);
  const sources = story.sources.map(
    ({ confidence, place, reasons }) =>
      `<li>${confidence}: <code>${escaped(placeText(place))}</code> <span class="dim">${escaped(reasons.join(' '))}</span></li>`,
  );
  const from = sources.length === 0 ? '' : `<p>May have leaked from:</p><ul>${sources.join('')}</ul>`;
  return `<p><strong>${escaped(story.sentence)}</strong></p><p class="dim">${story.score} points:</p><ul class="dim">${terms.join('')}</ul>${from}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return clean(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
