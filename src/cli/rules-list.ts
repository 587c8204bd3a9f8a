/** `keytrail rules list` */
import { LEVELS } from '../sigma/rule.ts';
import type { Rule } from '../sigma/rule.ts';
import { loadRules } from './rules-files.ts';
import { counted, print, printJson, shortPath } from './rules-print.ts';
import type { ListOptions } from './rules.ts';
import { levelText } from './show/style.ts';
import { tableText } from './show/table.ts';
import { clean } from './show/text.ts';

/** Prints the rules that fit, the most severe first. */
export function listRules(options: ListOptions): void {
  const { rules } = loadRules(options.rules ?? []);
  const chosen = rules.filter((rule) => isWanted(rule, options)).toSorted(bySeverity);
  if (options.json === true) {
    printJson(chosen.map(summary));
    return;
  }
  const width = process.stdout.columns;
  const columns = COLUMNS.filter(({ from }) => width === undefined || width >= from);
  const rows = chosen.map((rule) => columns.map(({ cell }) => cell(rule)));
  print(tableText(columns, rows, width));
  print(counted(chosen.length, 'rule'));
}

/** What is shown, each on terminals that are so wide: titles are read, so they keep their room. */
const COLUMNS = [
  { title: 'level', from: 0, cell: ({ level }: Rule): string => levelText(level, 0) },
  {
    title: 'title',
    flexible: true,
    from: 0,
    cell: ({ title, reports }: Rule): string => clean(title) + (reports ? '' : ' (feeds a correlation)'),
  },
  { title: 'techniques', from: 110, cell: (rule: Rule): string => techniques(rule).map(clean).join(' ') },
  { title: 'name', from: 0, cell: ({ name }: Rule): string => clean(name) },
];

function isWanted(rule: Rule, { level, tag, text }: ListOptions): boolean {
  const least = LEVELS.findIndex((known) => known === level);
  if (LEVELS.indexOf(rule.level) < least) return false;
  const wantedTag = tag?.toLowerCase();
  if (wantedTag !== undefined && !rule.tags.some((own) => hasTag(own, wantedTag))) return false;
  const searched = [rule.title, rule.description, rule.name, rule.id].join('\n').toLowerCase();
  return searched.includes(text?.toLowerCase() ?? '');
}

/** Whether a tag is the wanted one or below it; `t1098` is short for `attack.t1098`. */
function hasTag(own: string, wanted: string): boolean {
  return [wanted, `attack.${wanted}`].some((name) => own === name || own.startsWith(`${name}.`));
}

function bySeverity(a: Rule, b: Rule): number {
  return LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) || a.title.localeCompare(b.title, 'en');
}

/** The ATT&CK techniques of a rule, such as T1098.001. */
export function techniques(rule: Rule): string[] {
  return rule.tags
    .filter((tag) => /^attack\.t\d/.test(tag))
    .map((tag) => tag.slice('attack.'.length).toUpperCase());
}

function summary(rule: Rule): Record<string, unknown> {
  const { id, name, title, level, status, type, reports, tags, place } = rule;
  return {
    id,
    name,
    title,
    level,
    status,
    type,
    reports,
    techniques: techniques(rule),
    tags,
    file: shortPath(place.file),
  };
}
