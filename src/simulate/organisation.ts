/** The made-up organisation: its accounts, who holds keys in them, and everything else that calls AWS there. */
import { addRole, makeAccount } from './account.ts';
import type { Account } from './account.ts';
import type { Call } from './call.ts';
import type { Day } from './calendar.ts';
import { withForwarded } from './forwarding.ts';
import type { Archetype, Holder, World } from './holder.ts';
import { consoleUser, ssoPerson } from './lives/console.ts';
import { keyKeeping, secretSearch } from './lives/house.ts';
import { machine } from './lives/machine.ts';
import { person } from './lives/person.ts';
import { ci, scanner, terraformRunner } from './lives/pipeline.ts';
import { deployment, instance, serverless, services } from './lives/workload.ts';
import type { InstanceLife } from './lives/workload.ts';
import { addressOf, neighbourOf } from './networks.ts';
import type { Provider } from './networks.ts';
import { Random } from './random.ts';

export interface Organisation extends World {
  readonly holders: readonly Holder[];
  readonly instances: readonly InstanceLife[];
  /** Everything that is done on a day by those who may, in no order. */
  live(day: Day): Call[];
}

/** How many of a hundred keys each kind has. */
const SHARES: readonly (readonly [Archetype, number])[] = [
  ['developer', 24],
  ['server', 16],
  ['ci', 12],
  ['aws-workload', 7],
  ['saas', 6],
  ['dormant', 10],
  ['console-user', 6],
  ['backup', 4],
  ['mailer', 3],
  ['model-user', 3],
  ['terraform', 3],
  ['scanner', 2],
  ['new-hire', 3],
  ['break-glass', 1],
];

export interface Size {
  readonly seed: number;
  readonly days: number;
  readonly accounts: number;
  /** IAM users with a long-lived key, over all accounts. */
  readonly users: number;
  /** How busy everybody is: 1 is usual, 0.5 half of that. */
  readonly pace: number;
}

export function makeOrganisation({ seed, days, accounts: count, users, pace }: Size): Organisation {
  const random = new Random(seed, 'organisation');
  const accounts = Array.from({ length: count }, (_, n) => makeAccount(n, random));
  const [firstAccount] = accounts;
  if (firstAccount === undefined) throw new RangeError('An organisation has an account.');
  const vpns = (['zscaler', 'lumen'] as const).map((provider) => exitsOf(provider, random));
  const changeDay = random.between(Math.floor(days / 3), days * 2);
  const world: World = {
    accounts,
    days,
    pace,
    office: addressOf(random.pick(['cogent', 'colt', 'lumen']), random),
    vpnOn: (day) => vpns[day < changeDay ? 0 : 1] ?? [],
    scanServer: addressOf(random.pick(['digitalocean', 'hetzner', 'vultr']), random),
  };
  for (const account of accounts) {
    addRole(account, random, { name: 'OrganizationAccountAccessRole', admin: true, assumable: true });
    addRole(account, random, { name: 'data-pipeline', assumable: true });
    addRole(account, random, { name: 'read-reports', assumable: true });
  }
  const holders = archetypesOf(users).map((archetype, n) =>
    makeHolder(archetype, accounts[n % accounts.length] ?? firstAccount, world, `${seed}/${n}`),
  );
  const instances = accounts.map((account, n) => instance(account, world, `${seed}/instance/${n}`));
  const lives = accounts.flatMap((account, n) => [
    ...Array.from({ length: 3 }, (_, k) => ssoPerson(account, world, `${seed}/sso/${n}/${k}`)),
    serverless('lambda', account, world, `${seed}/lambda/${n}`),
    serverless('ecs', account, world, `${seed}/ecs/${n}`),
    deployment(account, accounts[(n + 1) % accounts.length] ?? account, `${seed}/deployment/${n}`),
    services(account),
    ...instances.filter(({ role }) => role.account === account).map((each) => each.live),
  ]);
  const searchDay = random.below(days);

  function live(day: Day): Call[] {
    const today = (who: string): Random => new Random(seed, who, day.index);
    const calls = [
      ...holders.flatMap((holder, n) => holder.live(day, today(`holder ${n}`))),
      ...lives.flatMap((each, n) => each(day, today(`life ${n}`))),
      ...keyKeeping(holders, day, today('keys')),
      ...(day.index === searchDay ? secretSearch(holders, world, day, today('search')) : []),
    ];
    return withForwarded(calls, today('forwarded'));
  }

  return { ...world, holders, instances, live };
}

/** Three exits of a VPN. */
function exitsOf(provider: Provider, random: Random): string[] {
  const exit = addressOf(provider, random);
  return [exit, neighbourOf(exit, random), neighbourOf(exit, random)];
}

/** Which kinds the first so many keys are of: in any number of them, each kind has about its share. */
function archetypesOf(count: number): Archetype[] {
  const given = new Map<Archetype, number>();
  return Array.from({ length: count }, (_, n) => {
    const behind = SHARES.map(([kind, share]) => ({
      kind,
      missing: ((n + 1) * share) / 100 - (given.get(kind) ?? 0),
    })).toSorted((a, b) => b.missing - a.missing);
    const kind = behind[0]?.kind ?? 'developer';
    given.set(kind, (given.get(kind) ?? 0) + 1);
    return kind;
  });
}

function makeHolder(archetype: Archetype, account: Account, world: World, seed: string): Holder {
  switch (archetype) {
    case 'ci':
      return ci(account, world, seed);
    case 'terraform':
      return terraformRunner(account, world, seed);
    case 'scanner':
      return scanner(account, world, seed);
    case 'console-user':
      return consoleUser(account, world, seed);
    case 'developer':
    case 'new-hire':
    case 'break-glass':
    case 'dormant':
      return person(archetype, account, world, seed);
    case 'server':
    case 'saas':
    case 'aws-workload':
    case 'backup':
    case 'mailer':
    case 'model-user':
      return machine(archetype, account, world, seed);
  }
}
