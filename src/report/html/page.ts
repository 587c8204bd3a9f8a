/** The page around the parts of a report: its head, its first screen, the table of contents. */
import type { Part, ReportDocument, Section, Text, Verdict } from '../document.ts';
import { blockHtml, factsHtml } from './blocks.ts';
import { contentSecurityPolicy } from './csp.ts';
import { htmlText } from './escape.ts';
import { SCRIPT } from './script.ts';
import { spansHtml } from './spans.ts';
import { STYLE } from './style.ts';

export function pageHtml(document: ReportDocument): string {
  const { title, tlp, facts, parts } = document;
  const several = parts.length > 1;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(STYLE, SCRIPT)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${htmlText(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<a class="skip" href="#content">Skip to the report</a>`,
    `<header class="top"><p class="mark"><span>Keytrail incident report</span> <span class="tlp ${tlp.split('+')[0]}">TLP:${tlp.toUpperCase()}</span></p>`,
    `<h1>${htmlText(title)}</h1>`,
    several ? '' : verdictHtml(parts[0]?.verdict ?? null, 2),
    `<div class="head">${factsHtml(facts)}</div></header>`,
    contentsHtml(parts, several),
    '<main id="content">',
    ...parts.map((part) => partHtml(part, several)),
    '</main>',
    `<footer><p>All times are UTC. Texts from the logs are shown with control characters made visible and secrets left out.</p></footer>`,
    `<script>${SCRIPT}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** What the answer begins with. `Quiet` is no promise. */
const STATES = { open: 'Open', contained: 'Contained', quiet: 'Quiet' } as const;

/** The first screen: four questions, four answers. */
function verdictHtml(verdict: Verdict | null, level: number): string {
  if (verdict === null) return '';
  const { severity, severityReason, state } = verdict;
  const answer = (question: string, name: string, body: string): string =>
    `<section class="answer ${name}"><h${level}>${question}</h${level}>${body}</section>`;
  const paragraph = (text: Text): string => `<p>${spansHtml(text)}</p>`;
  return [
    `<div class="verdict ${severity.toLowerCase()}">`,
    answer('What happened', 'happened', paragraph(verdict.happened)),
    answer(
      'How bad is it',
      'bad',
      `<p><b class="severity">${severity}</b> ${htmlText(severityReason)}</p>${paragraph(verdict.bad)}`,
    ),
    answer(
      'Is it still going on',
      'ongoing',
      `<p><b class="state ${state}">${STATES[state]}</b></p>${paragraph(verdict.ongoing)}`,
    ),
    answer(
      'What to do first',
      'first',
      `<ol>${verdict.first.map((step) => `<li>${spansHtml(step)}</li>`).join('')}</ol>`,
    ),
    '</div>',
  ].join('');
}

/** Sections of the one part, or the parts where there are several. */
function contentsHtml(parts: readonly Part[], several: boolean): string {
  const links = several
    ? parts.map(({ id, title }) => linkHtml(id, title))
    : parts.flatMap((part) => part.sections.map(({ id, title }) => linkHtml(`${part.id}-${id}`, title)));
  return `<nav aria-label="Contents"><ol${several ? '' : ' class="columns"'}>${links.join('')}</ol></nav>`;
}

function linkHtml(id: string, title: string): string {
  return `<li><a href="#${id}">${htmlText(title)}</a></li>`;
}

function partHtml(part: Part, several: boolean): string {
  const level = several ? 3 : 2;
  const sections = part.sections.map((section) => sectionHtml(part, section, level));
  if (!several) return sections.join('\n');
  return [
    `<div class="part"><h2 id="${part.id}">${htmlText(part.title)}</h2>`,
    verdictHtml(part.verdict, 3),
    ...sections,
    '</div>',
  ].join('\n');
}

function sectionHtml(part: Part, { id, title, blocks }: Section, level: number): string {
  const name = `${part.id}-${id}`;
  const body = blocks.map((block, n) => {
    const above = blocks[n - 1];
    const heading = above?.kind === 'heading' ? above.text : '';
    return blockHtml(block, `${name}-${n}`, level + 1, heading);
  });
  return `<section class="${id}" aria-labelledby="${name}"><h${level} id="${name}">${htmlText(title)}</h${level}>\n${body.join('\n')}\n</section>`;
}
