/** The timeline as a list of entries, each with what filters look for. */
import type { TimelineEntry } from '../../investigate/incident.ts';
import { numberText } from '../../text.ts';
import { eventText } from '../cite.ts';
import { countText } from '../count-text.ts';
import { runText } from '../run-text.ts';
import { tacticOf } from '../tactics.ts';
import type { Run, TimelineRow } from '../timeline-rows.ts';
import { htmlText } from './escape.ts';
import { codeHtml, spansHtml, techniqueHtml, timeHtml } from './spans.ts';

export function timelineListHtml(rows: readonly TimelineRow[], total: number): string {
  return [
    filtersHtml(rows, total),
    '<ol class="events">',
    ...rows.map((row) => (row.kind === 'run' ? runHtml(row) : entryHtml(row.entry))),
    '</ol>',
  ].join('\n');
}

/** Shown by the script: without it there is nothing to filter with. */
function filtersHtml(rows: readonly TimelineRow[], total: number): string {
  const [tactics, credentials] = [new Set<string>(), new Set<string>()];
  for (const row of rows) {
    for (const tactic of row.kind === 'run' ? row.tactics : [row.entry.tactic ?? '']) {
      if (tactic !== '') tactics.add(tacticTitle(tactic));
    }
    for (const id of row.kind === 'run' ? row.credentials : [row.entry.credential]) credentials.add(id);
  }
  const shown = `${countText(total, 'event')} in ${countText(rows.length, 'row')}`;
  return [
    `<div class="filters" role="group" aria-label="Filter the timeline" hidden>`,
    selectHtml('actor', 'Actor', ['intruder', 'owner', 'undecided']),
    selectHtml('tactic', 'Tactic', [...tactics].toSorted()),
    selectHtml('credential', 'Credential', [...credentials].toSorted()),
    `<label>Text <input type="search" name="text" autocomplete="off" spellcheck="false"></label>`,
    `<output aria-live="polite">${shown}</output>`,
    `</div>`,
  ].join('');
}

function selectHtml(name: string, label: string, values: readonly string[]): string {
  const options = values.map((value) => `<option value="${htmlText(value)}">${htmlText(value)}</option>`);
  return `<label>${label} <select name="${name}"><option value="">all</option>${options.join('')}</select></label>`;
}

function tacticTitle(tactic: string): string {
  return tacticOf(tactic)?.title ?? tactic;
}

/** Lists in attributes are parted by a space that texts cannot hold: `clean` shows it by number. */
const SEPARATOR = '&#10;';

function dataHtml(actor: string, tactics: readonly string[], credentials: readonly string[]): string {
  return `data-actor="${actor}" data-tactic="${listHtml(tactics)}" data-credential="${listHtml(credentials)}"`;
}

function listHtml(values: readonly string[]): string {
  return values.map(htmlText).join(SEPARATOR);
}

function entryHtml(entry: TimelineEntry): string {
  const { actor, tactic, credential, error, weight } = entry;
  const title = tactic === null ? null : tacticTitle(tactic);
  return [
    `<li class="${actor} w${weight}" ${dataHtml(actor, title === null ? [] : [title], [credential])}>`,
    `<span class="when">${timeHtml(entry.timeMs)}</span><span class="who">${actor}</span>`,
    `<div class="what"><p><b>${htmlText(entry.service)}:${htmlText(entry.action)}</b>`,
    entry.target === '' ? '' : ` ${codeHtml(entry.target)}`,
    error === '' ? '' : ` <span class="error">${htmlText(error)}</span>`,
    timesHtml(entry),
    title === null ? '' : ` <span class="tactic">${htmlText(title)}</span>`,
    `</p><p class="from">${fromHtml(entry)}</p>${whyHtml(entry)}</div></li>`,
  ].join('');
}

function timesHtml({ calls, lastMs }: TimelineEntry): string {
  return calls === 1 ? '' : ` ×${numberText(calls)}, last ${timeHtml(lastMs)}`;
}

function fromHtml({
  address,
  country,
  network,
  userAgent,
  principal,
  account,
  region,
}: TimelineEntry): string {
  const where = [address, country, network].filter((part) => part !== '').join(' · ');
  return [where, userAgent, principal, [account, region].join(' ').trim()]
    .filter((part) => part !== '')
    .map((part) => `<span>${htmlText(part)}</span>`)
    .join(' ');
}

function whyHtml(entry: TimelineEntry): string {
  const rules = entry.rules.length === 0 ? '' : ` Rules: ${entry.rules.map(codeHtml).join(', ')}.`;
  const techniques =
    entry.techniques.length === 0 ? '' : ` ATT&amp;CK ${entry.techniques.map(techniqueHtml).join(', ')}.`;
  return `<details><summary>Why, and where it stands</summary><p>${htmlText(entry.reason)}${techniques}${rules} Credential ${codeHtml(entry.credential)}, event ${codeHtml(eventText(entry))}, record ${numberText(entry.record)} of ${codeHtml(entry.file)}.</p></details>`;
}

function runHtml(run: Run): string {
  const { actor, firstMs, lastMs, entries } = run;
  const until = firstMs === lastMs ? '' : ` <span class="until">to ${timeHtml(lastMs)}</span>`;
  return [
    `<li class="run ${actor}" ${dataHtml(actor, run.tactics.map(tacticTitle), run.credentials)}>`,
    `<span class="when">${timeHtml(firstMs)}${until}</span><span class="who">${actor}</span>`,
    `<div class="what"><p>${spansHtml(runText(run))}</p>`,
    entries.length === 0 ? '' : unfoldedHtml(entries),
    '</div></li>',
  ].join('');
}

function unfoldedHtml(entries: readonly TimelineEntry[]): string {
  const items = entries.map(
    (entry) =>
      `<li>${timeHtml(entry.timeMs)} ${htmlText(entry.service)}:${htmlText(entry.action)}${entry.target === '' ? '' : ` ${codeHtml(entry.target)}`}${entry.error === '' ? '' : ` <span class="error">${htmlText(entry.error)}</span>`}${timesHtml(entry)} <small>${htmlText(entry.address)} ${htmlText(eventText(entry))}</small></li>`,
  );
  return `<details><summary>One by one</summary><ol>${items.join('')}</ol></details>`;
}
