// The tables, as Markdown that also reads well in a terminal.
import { ablation } from './ablation.mjs';
import { mean, quantile, shareText } from './wilson.mjs';

/** What the figures should be. */
const BARS = { page: 0.9, watch: 0.97, falsePages: 0.05, purity: 0.95, completeness: 0.95 };

/** A Markdown table with columns as wide as their text. */
export function table(head, rows) {
  const widths = head.map((title, n) =>
    Math.max(title.length, ...rows.map((cells) => String(cells[n]).length)),
  );
  const line = (cells) => `| ${cells.map((cell, n) => String(cell).padEnd(widths[n])).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join(
    '\n',
  );
}

function number(value, digits = 2) {
  return value === null || value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(digits);
}

const HEAD = [
  'incidents of',
  'page',
  'watch',
  'events to page (median, p90)',
  'minutes (median, p90)',
  'purity',
  'completeness',
];

/** One row for a group of incidents. */
function row(name, incidents) {
  const all = incidents.length;
  const told = (field) => incidents.map((each) => each[field]).filter((value) => value !== null);
  return [
    name,
    shareText(incidents.filter(({ page }) => page).length, all),
    shareText(incidents.filter(({ watch }) => watch).length, all),
    `${number(quantile(told('eventsBefore'), 0.5), 0)}, ${number(quantile(told('eventsBefore'), 0.9), 0)}`,
    `${number(quantile(told('minutes'), 0.5), 0)}, ${number(quantile(told('minutes'), 0.9), 0)}`,
    number(mean(told('purity'))),
    number(mean(told('completeness'))),
  ];
}

/** Groups by the words that `names` gives for each. */
function groups(incidents, names) {
  const made = new Map();
  for (const incident of incidents) {
    for (const name of new Set(names(incident))) {
      if (!made.has(name)) made.set(name, []);
      made.get(name).push(incident);
    }
  }
  return [...made].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function check(reached) {
  return reached ? 'reached' : '**missed**';
}

/** Sections about the judge. */
export function judgeText(results) {
  const incidents = results.flatMap((each) => each.incidents);
  const sum = (field) => results.reduce((total, each) => total + each[field], 0);
  const keyDays = sum('keyDays');
  const total = (part, field) => incidents.reduce((count, each) => count + (each[part]?.[field] ?? 0), 0);
  const falsePages = (sum('falsePages') / keyDays) * 100;
  const told = (field) => incidents.map((each) => each[field]).filter((value) => value !== null);
  const pages = incidents.filter(({ page }) => page).length;
  const watches = incidents.filter(({ watch }) => watch).length;
  const decided = total('actors', 'decided');
  const bars = [
    [
      'page recall',
      shareText(pages, incidents.length),
      `≥ ${BARS.page}`,
      check(pages / incidents.length >= BARS.page),
    ],
    [
      'watch recall',
      shareText(watches, incidents.length),
      `≥ ${BARS.watch}`,
      check(watches / incidents.length >= BARS.watch),
    ],
    [
      'false pages per 100 keys and day',
      number(falsePages, 3),
      `≤ ${BARS.falsePages}`,
      check(falsePages <= BARS.falsePages),
    ],
    ['false pages and watches, the same', number((sum('falseWatches') / keyDays) * 100, 3), '', ''],
    [
      'purity of incidents',
      number(mean(told('purity'))),
      `≥ ${BARS.purity}`,
      check(mean(told('purity')) >= BARS.purity),
    ],
    [
      'completeness of incidents',
      number(mean(told('completeness'))),
      `≥ ${BARS.completeness}`,
      check(mean(told('completeness')) >= BARS.completeness),
    ],
    [
      'incidents that were torn apart',
      shareText(
        incidents.filter(({ parts }) => parts > 1).length,
        incidents.filter(({ parts }) => parts > 0).length,
      ),
      '',
      '',
    ],
    ['owner or intruder: right, where decided', shareText(total('actors', 'right'), decided), '', ''],
    [
      'owner or intruder: undecided',
      shareText(total('actors', 'undecided'), decided + total('actors', 'undecided')),
      '',
      '',
    ],
    [
      'lineage: edges that were found',
      shareText(total('lineage', 'found'), total('lineage', 'expected')),
      '',
      '',
    ],
    [
      'lineage: edges that are right, told as certain or high',
      shareText(total('lineage', 'right'), total('lineage', 'told')),
      '',
      '',
    ],
    ['lineage: edges told as low', String(total('lineage', 'guessed')), '', ''],
    [
      'leaked credentials that were named',
      shareText(total('credentials', 'found'), total('credentials', 'expected')),
      '',
      '',
    ],
    [
      'named as leaked that did',
      shareText(total('credentials', 'found'), total('credentials', 'told')),
      '',
      '',
    ],
  ];
  const missed = groups(
    incidents.filter(({ watch }) => !watch),
    ({ attack }) => [attack],
  );
  return [
    '## In all',
    '',
    table(['', 'measured', 'to reach', ''], bars),
    '',
    '## By kind of attack',
    '',
    table(
      HEAD,
      groups(incidents, ({ attack }) => [attack]).map(([name, group]) => row(name, group)),
    ),
    '',
    '## By whose key it was',
    '',
    table(
      HEAD,
      groups(incidents, ({ archetypes }) => (archetypes.length === 0 ? ['no key'] : archetypes)).map(
        ([name, group]) => row(name, group),
      ),
    ),
    '',
    '## By days since the key was made',
    '',
    table(
      HEAD,
      groups(incidents, ({ age }) => [
        age === null ? 'no key' : age <= 5 ? '0 to 5' : age <= 20 ? '6 to 20' : 'over 20',
      ]).map(([name, group]) => row(name, group)),
    ),
    '',
    '## Missed at watch',
    '',
    missed.length === 0
      ? 'None.'
      : missed
          .map(
            ([name, group]) =>
              `- ${name}: ${group.length}, of ${group.flatMap(({ archetypes }) => archetypes).join(', ') || 'no key'}`,
          )
          .join('\n'),
  ].join('\n');
}

/** What each term is worth. */
export function ablationText(results, thresholds) {
  const incidents = results.flatMap((each) => each.incidents).length;
  const keyDays = results.reduce((sum, each) => sum + each.keyDays, 0);
  const share = (count) => (count / incidents).toFixed(3);
  const rows = ablation(results, thresholds).map(({ term, page, watch, falsePages }) => [
    term,
    share(page),
    share(watch),
    number((falsePages / keyDays) * 100, 3),
  ]);
  return [
    '## What each term is worth',
    '',
    'The same findings with one term taken out of their scores. Findings that the term kept below the lowest band do not',
    'come back, so what speaks for owners is worth more than shown.',
    '',
    table(['without', 'page', 'watch', 'false pages per 100 keys and day'], rows),
  ].join('\n');
}

/**
 * The simple rules, and beside each the findings of the judge at the score at which they raise as many false alerts.
 *
 * @param rules `{ rule, found, falseAlerts, findable }` summed over the archives.
 */
export function rulesText(rules, results, { keyDays, incidents }) {
  const rows = rules.map(({ rule, found, falseAlerts }) => {
    const equal = results === undefined ? null : atLoad(results, falseAlerts);
    return [
      rule,
      shareText(found, incidents),
      number((falseAlerts / keyDays) * 100, 2),
      equal === null ? '–' : shareText(equal.found, incidents),
      equal === null ? '–' : number((equal.falseAlerts / keyDays) * 100, 2),
    ];
  });
  return [
    '## Beside simple rules',
    '',
    'A rule alerts on a key and a day. An alert is false where no event of an intruder is in it. The judge at the same',
    'load: its findings above the score at which they raise as many false alerts, or fewer.',
    '',
    table(
      ['rule', 'recall', 'false alerts per 100 keys and day', 'judge: recall', 'judge: false alerts'],
      rows,
    ),
  ].join('\n');
}

/** Recall of the findings with the lowest threshold that gives no more than so many false ones. */
function atLoad(results, falseAlerts) {
  const innocent = results
    .flatMap(({ findings }) => findings.filter(({ hostile }) => hostile === null).map(({ score }) => score))
    .toSorted((a, b) => b - a);
  // The score of the first false finding that would be one too many.
  const threshold = innocent[falseAlerts] ?? -Infinity;
  const scores = results.flatMap(({ incidents }) => incidents.map(({ score }) => score));
  return {
    found: scores.filter((score) => score > threshold).length,
    falseAlerts: innocent.filter((score) => score > threshold).length,
  };
}
