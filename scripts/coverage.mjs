/**
 * Writes docs/coverage.md: what the built-in rules look for, idea by idea. The ideas are in rules/ideas/*.yml; a rule
 * names those it answers in its `coverage` attribute. Needs a build.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = new URL('../', import.meta.url);
const LEVELS = ['critical', 'high', 'medium', 'low', 'informational'];

/** Section → its title, in the order of the page. The last one holds recorded sequences instead of ideas. */
const SECTIONS = {
  A: 'Credential use: where, how, by whom',
  B: 'Reconnaissance',
  C: 'Secrets and other credentials',
  D: 'Persistence, privilege escalation, lateral movement',
  E: 'Defence evasion',
  F: 'Collection and exfiltration',
  G: 'Impact',
  H: 'Recorded attack sequences',
};
const SEQUENCES = 'H';

const COLLECTIONS = {
  SIG: 'SigmaHQ',
  SUZ: 'suzaku-rules',
  ELA: 'Elastic detection rules',
  ELH: 'Elastic hunting queries',
  PAN: 'Panther',
  SPL: 'Splunk ESCU',
  TPI: 'Tailpipe detections',
  CHR: 'Chronicle',
  FFC: 'FalconForce',
  SEN: 'Microsoft Sentinel',
  GD: 'GuardDuty finding types',
  PRO: 'Prowler',
  CGR: 'CloudGrappler',
};

/** All ideas, in order. */
export function readIdeas() {
  const folder = new URL('rules/ideas/', root);
  const files = readdirSync(folder).toSorted();
  return files.flatMap((file) => parse(readFileSync(new URL(file, folder), 'utf8')));
}

/** The built-in rules that report, the gravest first. */
export function readReportingRules() {
  const { rules } = JSON.parse(readFileSync(new URL('dist/rules.json', root), 'utf8'));
  return rules
    .filter((rule) => rule.reports)
    .toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || (a.title < b.title ? -1 : 1));
}

/** The page's text. */
export function coveragePage(ideas, rules) {
  const answers = new Map(
    ideas.map(({ idea }) => [idea, rules.filter((rule) => rule.coverage.includes(idea))]),
  );
  const sections = Object.entries(SECTIONS).map(([letter, title]) => {
    const own = ideas.filter(({ idea }) => idea.startsWith(letter));
    return letter === SEQUENCES
      ? sequencesText(title, own, answers)
      : sectionText(letter, title, own, answers);
  });
  return `${[headText(ideas, rules, answers), ...sections, oursText(rules)].join('\n\n')}\n`;
}

function headText(ideas, rules, answers) {
  const counts = Object.entries(SECTIONS).map(([letter, title]) => {
    const own = ideas.filter(({ idea }) => idea.startsWith(letter));
    const answered = own.filter(({ idea }) => answers.get(idea).length > 0).length;
    const names = new Set(own.flatMap(({ idea }) => answers.get(idea).map(({ id }) => id)));
    return `| ${letter} | ${title} | ${own.length} | ${answered} | ${names.size} |`;
  });
  const plain = ideas.filter(({ idea }) => !idea.startsWith(SEQUENCES));
  const answered = plain.filter(({ idea }) => answers.get(idea).length > 0).length;
  const sequences = ideas.filter(({ idea }) => idea.startsWith(SEQUENCES));
  const recognised = sequences.filter(({ idea }) => answers.get(idea).length > 0).length;
  const correlations = rules.filter(({ type }) => type === 'correlation').length;
  return `# Coverage

What the built-in rules look for. Thirteen public collections of detections for CloudTrail were read in 2026 and put
together into ${plain.length} ideas. **${answered} of the ${plain.length} have a rule**; the others say why not. Beside them stand ${sequences.length}
attack sequences from published incidents; ${recognised} have a rule. There are ${rules.length} rules that report,
${correlations} of them correlations, and each has events that it must match and events that it must not.

Written by \`npm run coverage\` from \`rules/\`.

| | section | ideas | with a rule | rules |
| --- | --- | ---: | ---: | ---: |
${counts.join('\n')}

A rule can answer several ideas. The column "others" says who else has how many rules for an idea:
${Object.entries(COLLECTIONS)
  .map(([code, name]) => `${code} ${name}`)
  .join(', ')}.
It counts rules, not their quality, and collections change. "The investigator", in a reason, is a later part of
Keytrail that learns what is usual; it is not in this version. ✦ marks rules of ours alone, see the end.`;
}

function sectionText(letter, title, ideas, answers) {
  const rows = ideas.map(({ idea, title: name, technique, peers, reason }) => {
    return `| ${idea} | ${cell(name)} | ${technique} | ${rulesCell(answers.get(idea), reason)} | ${peers} |`;
  });
  return `## ${letter}. ${title}

| | idea | technique | rules | others |
| --- | --- | --- | --- | --- |
${rows.join('\n')}`;
}

function sequencesText(title, sequences, answers) {
  const rows = sequences.map(({ idea, title: name, technique, reason }) => {
    return `| ${idea} | ${cell(name)} | ${technique} | ${rulesCell(answers.get(idea), reason)} |`;
  });
  return `## ${SEQUENCES}. ${title}

What intruders did in incidents that were published, step after step. The single steps are ideas of the sections
above. The sequences are not among the ideas of the collections.

| | sequence | technique | rules |
| --- | --- | --- | --- |
${rows.join('\n')}`;
}

function oursText(rules) {
  const rows = rules.filter(isOursAlone).map((rule) => `- ${ruleText(rule)}`);
  return `## Rules of ours alone

They answer nothing but a recorded sequence, or they look at the session ID that the AWS CLI sends in its user agent,
which no rule text of the collections did.

${rows.join('\n')}`;
}

function rulesCell(rules, reason) {
  return rules.length > 0 ? rules.map(ruleText).join('<br>') : `none: ${cell(reason)}`;
}

function ruleText(rule) {
  const file = rule.place.file.replaceAll('\\', '/');
  return `${rule.level} [${cell(rule.title)}](../${file})${isOursAlone(rule) ? ' ✦' : ''}`;
}

function isOursAlone(rule) {
  if (rule.coverage.every((idea) => idea.startsWith(SEQUENCES))) return true;
  return rule.type === 'correlation' && [...rule.groupBy, ...rule.field].includes('agent.sid');
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('docs/coverage.md', root), coveragePage(readIdeas(), readReportingRules()));
}
