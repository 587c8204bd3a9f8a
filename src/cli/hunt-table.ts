/** A hunt's result for people: findings in order of time, then who and which rules, in numbers. */
import { graver, sumByCredential, sumByRule } from '../hunt/groups.ts';
import type { CredentialSum, FindingGroup } from '../hunt/groups.ts';
import { describeNetworks } from './show/networks.ts';
import type { ShowHunt } from './hunt-run.ts';
import { levelText, styled } from './show/style.ts';
import { tableText } from './show/table.ts';
import { clean, numberText, some, timeText } from './show/text.ts';
import { wrapped } from './show/wrap.ts';

const LEVEL_WIDTH = 'critical'.length;
const INDENT = ' '.repeat(LEVEL_WIDTH + 2);
/** Rows of the closing tables. */
const SUMMARY_ROWS = 20;

export const showHuntTable: ShowHunt = async (result, _read, { output, options }) => {
  const groups = result.groups();
  if (groups.length === 0) {
    await output.write(`Nothing found at level ${options.level} and above.\n`);
    return;
  }
  const shown = gravest(groups, options.limit);
  const networkOf = describeNetworks(options.networks ?? []);
  for (const group of shown) await output.write(`${groupText(group, networkOf, output.columns)}\n\n`);
  if (shown.length < groups.length) {
    const left = numberText(groups.length - shown.length);
    await output.write(
      styled('dim', `${left} lesser findings not shown: --limit 0 shows all, --json has every match.`),
    );
    await output.write('\n\n');
  }
  await output.write(`${ruleTable(groups, output.columns)}\n\n${credentialTable(groups, output.columns)}\n`);
};

/** The gravest groups, in order of time. */
function gravest(groups: readonly FindingGroup[], limit: number): readonly FindingGroup[] {
  if (limit <= 0 || groups.length <= limit) return groups;
  const kept = new Set(groups.toSorted((a, b) => graver(a.rule.level, b.rule.level)).slice(0, limit));
  return groups.filter((group) => kept.has(group));
}

function groupText(
  group: FindingGroup,
  networkOf: (address: string) => string,
  columns: number | undefined,
): string {
  const times = group.count > 1 ? `${group.count} times, last ${timeText(group.lastMs)}` : '';
  const who = [some(group.credentials, 3), some(group.principals, 2)]
    .filter((text) => text !== '')
    .join('  ');
  const from = group.addresses
    .slice(0, 3)
    .map((address) => `${clean(address)}${networkOf(address)}`)
    .join(', ');
  const more = group.addresses.length > 3 ? ` and ${group.addresses.length - 3} more` : '';
  const title = wrapped(clean(group.rule.title), INDENT, columns).map((line) =>
    styled('bold', line.slice(INDENT.length)),
  );
  const lines = [
    `${timeText(group.firstMs)} UTC${times === '' ? '' : `  ${times}`}`,
    who,
    from === '' ? '' : `from ${from}${more}`,
    some(group.actions, 6),
    detailsText(group),
  ]
    .filter((line) => line !== '')
    .flatMap((line) => wrapped(line, INDENT, columns));
  const level = levelText(group.rule.level, LEVEL_WIDTH);
  return [`${level}  ${title.join(`\n${INDENT}`)}`, ...lines].join('\n');
}

/** Fields that the other lines show already. */
const SHOWN_FIELDS =
  /^(eventName|eventSource|errorCode|sourceIPAddress|userIdentity\.(arn|accessKeyId|userName)|network\..*)$/;
const LONGEST_DETAIL = 60;

/** What the rule says is worth seeing: `userName: svc-backup  policyArn: …`. */
function detailsText({ details }: FindingGroup): string {
  return [...details]
    .filter(([field]) => !SHOWN_FIELDS.test(field))
    .map(([field, values]) => `${clean(field.slice(field.lastIndexOf('.') + 1))}: ${fewOf(values)}`)
    .join('  ');
}

/** One or two values in full, the first of more. */
function fewOf(values: readonly string[]): string {
  const distinct = [...new Set(values.map(shortened))];
  return some(distinct, distinct.length > 2 ? 1 : 2);
}

function shortened(text: string): string {
  return text.length <= LONGEST_DETAIL ? text : `${text.slice(0, LONGEST_DETAIL)}…`;
}

function ruleTable(groups: readonly FindingGroup[], columns: number | undefined): string {
  const sums = sumByRule(groups);
  const rows = sums
    .slice(0, SUMMARY_ROWS)
    .map(({ rule, count, credentials, firstMs }) => [
      levelText(rule.level, LEVEL_WIDTH),
      clean(rule.title),
      numberText(count),
      numberText(credentials),
      timeText(firstMs).slice(0, 16),
    ]);
  const titles = [
    { title: 'level' },
    { title: 'rule', flexible: true },
    { title: 'matches', right: true },
    { title: 'users', right: true },
    { title: 'first (UTC)' },
  ];
  return `${heading('By rule', sums.length)}\n${tableText(titles, rows, columns)}`;
}

function credentialTable(groups: readonly FindingGroup[], columns: number | undefined): string {
  const sums = sumByCredential(groups);
  const rows = sums
    .slice(0, SUMMARY_ROWS)
    .map((sum) => [
      levelText(sum.level, LEVEL_WIDTH),
      userText(sum),
      numberText(sum.rules),
      numberText(sum.count),
      timeText(sum.firstMs).slice(0, 16),
    ]);
  const titles = [
    { title: 'level' },
    { title: 'credential', flexible: true },
    { title: 'rules', right: true },
    { title: 'matches', right: true },
    { title: 'first (UTC)' },
  ];
  return `${heading('By credential', sums.length)}\n${tableText(titles, rows, columns)}`;
}

function heading(text: string, rows: number): string {
  return styled(
    'bold',
    rows > SUMMARY_ROWS ? `${text} (first ${SUMMARY_ROWS} of ${numberText(rows)})` : text,
  );
}

function userText({ credential, principals }: CredentialSum): string {
  const names = some(principals.map(shortName), 1);
  return credential === '' ? names : [clean(credential), names].filter((text) => text !== '').join(' ');
}

/** The name at the end of an ARN. */
function shortName(principal: string): string {
  return /^arn:[^:]*:(?:iam|sts)::\d*:/.test(principal)
    ? principal.slice(principal.indexOf('/') + 1) || 'root'
    : principal;
}
