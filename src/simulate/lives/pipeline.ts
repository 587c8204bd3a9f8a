/** Keys of pipelines: builds on rented runners, Terraform, scanners of configurations. */
import { addRole } from '../account.ts';
import type { Account } from '../account.ts';
import { boto, cli, jsSdk, plain, terraform } from '../agents.ts';
import type { Tool } from '../agents.ts';
import type { Call } from '../call.ts';
import { HOUR_MS } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import { inRole, keysOverTime, seriesOf } from '../holder.ts';
import type { Holder, World } from '../holder.ts';
import { addressOf, SERVERS } from '../networks.ts';
import { Random } from '../random.ts';
import { DEPLOY, SCANNER, TERRAFORM, TERRAFORM_WRITES } from '../repertoires.ts';
import { makeKey, makeUser } from '../signer.ts';

/** Builds and deployments: every job on another address of the runners' cloud. */
export function ci(account: Account, world: World, seed: string): Holder {
  const random = new Random(seed, 'ci');
  const user = makeUser(account, `ci-${random.pick(account.tables)}-${random.hex(3)}`, random);
  const repertoire = random.some(DEPLOY, random.between(4, 7));
  const tools: Tool[] = [
    cli(random, 'ubuntu', 'env'),
    boto(random, 'ubuntu', 'env'),
    jsSdk(random, 'aws-credentials-for-github-actions'),
  ];
  const tool = random.pick(tools);
  const keyOn = keysOverTime(makeKey(user, random), rotationOf(random, world, user));
  const jobs = random.between(1, 5);
  const role = random.chance(0.3)
    ? addRole(account, random, { name: `deploy-${random.hex(3)}`, assumable: true })
    : undefined;
  // Builds that Amazon's or another cloud runs are rare, but there are some.
  const provider = random.chance(0.8) ? 'azure' : random.pick(['google', 'awsVirginia'] as const);
  const addressOn = (day: number): string => addressOf(provider, new Random(seed, 'runner', day));

  function live(day: Day, today: Random): Call[] {
    const calls: Call[] = [];
    const count = day.weekend ? today.below(2) : today.count(jobs * world.pace);
    for (let job = 0; job < count; job++) {
      const first = today.chance(0.6) ? ['sts:GetCallerIdentity'] : [];
      const series = {
        startMs: day.startMs + (6 + today.unit() * 13) * HOUR_MS,
        signer: keyOn(day.index),
        address: job === 0 ? addressOn(day.index) : addressOf(provider, today),
        tool: today.chance(0.9) ? tool : today.pick(tools),
        region: account.regions[0] ?? 'us-east-1',
        gapMs: 9_000,
        denied: () => today.chance(0.006),
      };
      const apis = [...first, ...today.some(repertoire, today.between(3, repertoire.length))];
      calls.push(...seriesOf({ ...series, apis }, today));
      if (role !== undefined) calls.push(...inRole(series, role, repertoire, today));
    }
    return calls;
  }

  return {
    archetype: 'ci',
    user,
    admin: random.chance(0.15),
    repertoire,
    tool,
    firstDay: 0,
    keyOn,
    addressOn,
    live,
  };
}

/** Plans many times a day, and applies now and then, changes to IAM among them. */
export function terraformRunner(account: Account, world: World, seed: string): Holder {
  const random = new Random(seed, 'terraform');
  const user = makeUser(account, `terraform-${account.name}-${random.hex(3)}`, random);
  const tool = terraform(random);
  const provider = random.pick(['azure', 'hetzner', 'awsFrankfurt'] as const);
  const fixed = addressOf(provider, random);
  const keyOn = keysOverTime(makeKey(user, random), rotationOf(random, world, user));
  const repertoire = [...TERRAFORM, ...TERRAFORM_WRITES];
  const addressOn = (day: number): string =>
    provider === 'azure' ? addressOf('azure', new Random(seed, 'runner', day)) : fixed;

  function live(day: Day, today: Random): Call[] {
    const calls: Call[] = [];
    const plans = day.weekend ? 0 : today.count(2 * world.pace);
    for (let plan = 0; plan < plans; plan++) {
      const reads = Array.from({ length: today.between(8, 22) }, () => today.pick(TERRAFORM));
      const writes = today.chance(0.35) ? today.some(TERRAFORM_WRITES, today.between(1, 3)) : [];
      calls.push(
        ...seriesOf(
          {
            startMs: day.startMs + (6 + today.unit() * 12) * HOUR_MS,
            signer: keyOn(day.index),
            address: addressOn(day.index),
            tool,
            region: account.regions[0] ?? 'us-east-1',
            apis: ['sts:GetCallerIdentity', ...reads, ...writes],
            gapMs: 700,
            denied: () => today.chance(0.004),
          },
          today,
        ),
      );
    }
    return calls;
  }

  return { archetype: 'terraform', user, admin: true, repertoire, tool, firstDay: 0, keyOn, addressOn, live };
}

/** Reads the configuration of everything once a day or once a week, in all regions. */
export function scanner(account: Account, world: World, seed: string): Holder {
  const random = new Random(seed, 'scanner');
  const user = makeUser(account, `audit-${random.hex(3)}`, random);
  const tool = random.pick([
    boto(random, 'debian', 'env'),
    plain(
      'Scout-Suite/5.14.0 md/Botocore#1.34.69 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.6 md/pyimpl#CPython m/g,Z cfg/retry-mode#legacy Botocore/1.34.69 Scout Suite/5.14.0 (https://github.com/nccgroup/ScoutSuite)',
    ),
    cli(random, 'ubuntu', 'profile'),
  ]);
  const fixed = addressOf(random.pick(SERVERS), random);
  const keyOn = keysOverTime(makeKey(user, random), rotationOf(random, world, user));
  const [everyDays, hour] = [random.pick([1, 1, 7]), random.below(24)];
  const repertoire = random.some(SCANNER, random.between(30, SCANNER.length));
  const refused = new Set(random.some(repertoire, 3));
  const addressOn = (): string => fixed;

  function live(day: Day, today: Random): Call[] {
    if (day.index % everyDays !== 0) return [];
    return account.regions.slice(0, 2).flatMap((region, n) =>
      seriesOf(
        {
          startMs: day.startMs + hour * HOUR_MS + n * 240_000,
          signer: keyOn(day.index),
          address: fixed,
          tool,
          region,
          apis: ['sts:GetCallerIdentity', ...today.some(repertoire, Math.ceil(repertoire.length * 0.8))],
          gapMs: 900,
          denied: (api) => refused.has(api),
        },
        today,
      ),
    );
  }

  return { archetype: 'scanner', user, admin: false, repertoire, tool, firstDay: 0, keyOn, addressOn, live };
}

function rotationOf(
  random: Random,
  world: World,
  user: Parameters<typeof makeKey>[0],
): { day: number; key: ReturnType<typeof makeKey> } | undefined {
  return random.chance(0.15)
    ? { day: random.between(5, Math.max(6, world.days - 1)), key: makeKey(user, random) }
    : undefined;
}
