/** Drafts a `networks.yml` from logs. */
import { builtFile } from '../built-file.ts';
import { mergePacked, unpack } from '../activity/pack.ts';
import type { SuggestFound } from '../investigate/suggest-task.ts';
import { suggestionOf } from '../investigate/suggestion.ts';
import type { Suggestion, SuggestedNetwork } from '../investigate/suggestion.ts';
import { wishOf } from './input-options.ts';
import type { ReadOptions } from './input-options.ts';
import { writingTo } from './output.ts';
import { count, exitCodeOf, inputNotes, readLogs } from './read-logs.ts';
import { describeNetworks } from './show/networks.ts';
import { shortPrincipal } from './show/principal.ts';
import { clean, some } from './show/text.ts';

export async function suggestKnown(paths: readonly string[], options: ReadOptions): Promise<void> {
  const wish = wishOf(options, Date.now());
  const read = await writingTo(options.output, async (output) => {
    const networks = options.networks ?? [];
    const task = builtFile('investigate/suggest-task.js');
    const logs = await readLogs(paths, { options, wish, task, settings: { networks } });
    const found = logs.found as readonly SuggestFound[];
    const activity = unpack(mergePacked(found.map((each) => each.activity)));
    await output.write(knownText(suggestionOf(activity, found), describeNetworks(networks)));
    return logs;
  });
  process.exitCode = exitCodeOf(read, false);
  if (options.quiet !== true) for (const note of inputNotes(read)) process.stderr.write(`${note}\n`);
}

const HEAD = `# What we know about our own networks, drafted from logs by "keytrail known suggest".
# Everything here is a guess until somebody who knows has looked at it: an intruder who was here for long enough looks
# like an office. Take out what is not yours, then: keytrail investigate PATH… --known networks.yml
`;

/** The draft as YAML; what is doubtful stands in comments. */
function knownText(
  { accounts, offices, builds, scanners, vendors }: Suggestion,
  describe: (address: string) => string,
): string {
  const lines = [
    HEAD,
    '# Accounts that the logs belong to.',
    ...list('own-accounts', accounts.map(quoted)),
    '',
    '# Addresses that several credentials use on several days: offices and VPN exits, or a home that a VPN leads to.',
    '# kind: office, vpn, ci, vendor or scanner. Blocks may be wider (203.0.113.0/24), or a whole AS (AS64500).',
    ...list(
      'networks',
      offices.map(
        (office, n) =>
          `${aboutNetwork(office, describe(office.block))}\n  - { name: Office ${n + 1}, kind: office, blocks: [${quoted(office.block)}] }`,
      ),
    ),
    '',
    '# Rented networks where the same tool works from ever new addresses: build systems, most likely. Anyone can rent',
    '# there, so each is left out until you take it in (move it up to networks).',
    ...builds.map(
      (build) =>
        `${aboutNetwork(build, '')}\n#  - { name: Build system, kind: ci, blocks: [${quoted(build.block)}] }`,
    ),
    '',
    '# Accounts of others that took a role here with an external ID, as vendors do. Put their names in.',
    ...(vendors.length === 0
      ? ['vendors:']
      : [
          'vendors:',
          ...vendors.map(
            ({ account, roles }) =>
              `  # takes ${some(roles.map(shortPrincipal), 3)}\n  ${quoted(account)}: unknown vendor`,
          ),
        ]),
    '',
    '# Principals that read broadly, on many days. Only if that is their work.',
    ...list(
      'scanners',
      scanners.map(
        ({ principal, apis, services, days }) =>
          `  # ${apis} different calls of ${services} services on ${count(days, 'day')}\n  - ${quoted(principal)}`,
      ),
    ),
    '',
    '# Principals for emergencies, by ARN (* and ? stand for any): their rare use is shown, and never held against them.',
    'break-glass:',
  ];
  return `${lines.join('\n')}\n`;
}

/** A key with its items; each is a text, or lines that stand as they are. */
function list(key: string, items: readonly string[]): string[] {
  return [`${key}:`, ...items.map((item) => (item.startsWith('  ') ? item : `  - ${item}`))];
}

function aboutNetwork({ days, subjects, countries }: SuggestedNetwork, about: string): string {
  const who = some(subjects.map(shortPrincipal), 4);
  const where = about === '' && countries.length > 0 ? ` (${countries.map(clean).join(', ')})` : about;
  return `  # ${count(days, 'day')}, ${who}${where}`;
}

/** Text between quotes is text in YAML, whatever it holds. */
function quoted(text: string): string {
  return JSON.stringify(clean(text));
}
