/** Machines that use a key by the clock: servers, backups, vendors, workloads in AWS, mailers, users of models. */
import type { Account } from '../account.ts';
import { boto, cli, dotnetSdk, goSdk, javaSdk, jsSdk, oldBoto, oldCli, phpSdk, plain } from '../agents.ts';
import type { Tool } from '../agents.ts';
import type { Call } from '../call.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../calendar.ts';
import { keysOverTime, seriesOf } from '../holder.ts';
import type { Archetype, Holder, World } from '../holder.ts';
import { addressOf, neighbourOf, SERVERS } from '../networks.ts';
import type { Provider } from '../networks.ts';
import { Random } from '../random.ts';
import { BACKUP, MAILER, MODEL_USER, SERVER, VENDOR } from '../repertoires.ts';
import { makeKey, makeUser } from '../signer.ts';

type MachineKind = Extract<
  Archetype,
  'server' | 'saas' | 'aws-workload' | 'backup' | 'mailer' | 'model-user'
>;

interface Habit {
  readonly apis: readonly string[];
  readonly tools: readonly ((random: Random) => Tool)[];
  readonly providers: readonly Provider[];
  /** Mean of runs a day, and of calls a run. */
  readonly runs: number;
  readonly length: number;
  /** Whether every run has an address of its own in the provider's network. */
  readonly moving?: boolean;
  readonly nightly?: boolean;
}

const HABITS: { readonly [K in MachineKind]: Habit } = {
  server: {
    apis: SERVER,
    tools: [
      javaSdk,
      phpSdk,
      oldBoto,
      (random) => boto(random, 'ubuntu', 'env'),
      (random) => jsSdk(random),
      dotnetSdk,
      goSdk,
    ],
    providers: ['hetzner', 'ovh', 'digitalocean', 'cogent', 'colt', 'google', 'contabo'],
    runs: 7,
    length: 3,
  },
  saas: {
    apis: VENDOR,
    tools: [javaSdk, goSdk, (random) => boto(random, 'amzn', 'code')],
    providers: ['awsVirginia', 'awsIreland', 'google'],
    runs: 8,
    length: 3,
    moving: true,
  },
  'aws-workload': {
    apis: SERVER,
    tools: [(random) => boto(random, 'amzn', 'env'), javaSdk, goSdk, (random) => jsSdk(random)],
    providers: ['awsFrankfurt', 'awsIreland', 'awsVirginia'],
    runs: 7,
    length: 3,
    moving: true,
  },
  backup: {
    apis: BACKUP,
    tools: [
      (random) => oldCli(random, 'ubuntu'),
      () => plain('rclone/v1.66.0'),
      (random) => cli(random, 'debian', 'profile'),
      () => plain('S3 Browser/11.6.7 (https://s3browser.com)'),
    ],
    providers: ['cogent', 'lumen', 'hetzner', 'telekom', 'comcast'],
    runs: 1,
    length: 14,
    nightly: true,
  },
  mailer: {
    apis: MAILER,
    tools: [phpSdk, (random) => boto(random, 'debian', 'env'), () => plain('python-requests/2.31.0')],
    providers: ['hetzner', 'ovh', 'linode', 'digitalocean'],
    runs: 5,
    length: 2,
  },
  'model-user': {
    apis: MODEL_USER,
    tools: [
      (random) => boto(random, 'ubuntu', 'env'),
      () => plain('Python/3.12 aiohttp/3.9.5'),
      (random) => jsSdk(random),
      () => plain('axios/1.7.4'),
    ],
    providers: ['google', 'hetzner', 'azure', 'awsVirginia'],
    runs: 6,
    length: 3,
  },
};

/** A machine of this kind with a key of an account. */
export function machine(kind: MachineKind, account: Account, world: World, seed: string): Holder {
  const random = new Random(seed, kind);
  const habit = HABITS[kind];
  const user = makeUser(
    account,
    `${kind}-${random.pick(account.queues).replace('-jobs', '')}-${random.hex(3)}`,
    random,
  );
  const provider = random.pick(habit.providers);
  const homes = [addressOf(provider, random)];
  // Some move to another provider, for good.
  const moves = random.chance(0.15) ? random.below(world.days) : Infinity;
  const next = random.pick(SERVERS);
  const newHome = addressOf(next, random);
  const before = random.pick(habit.tools)(random);
  // Some get another SDK with a new release.
  const rewrite = random.chance(0.1) ? random.below(world.days) : Infinity;
  const after = random.pick(habit.tools)(random);
  // Many programs ask who they are when they start.
  const first = random.chance(0.5) ? ['sts:GetCallerIdentity'] : [];
  const repertoire = [...random.some(habit.apis, random.between(3, habit.apis.length)), ...first];
  const rotation = random.chance(0.15) ? random.between(5, Math.max(6, world.days - 1)) : undefined;
  const keyOn = keysOverTime(
    makeKey(user, random),
    rotation === undefined ? undefined : { day: rotation, key: makeKey(user, random) },
  );
  const region = account.regions[0] ?? 'us-east-1';
  const hour = random.below(24);
  const addressOn = (day: number): string => (day >= moves ? newHome : (homes[0] ?? newHome));

  function live(day: { index: number; startMs: number }, today: Random): Call[] {
    const calls: Call[] = [];
    const runs = habit.nightly === true ? 1 : Math.max(1, today.count(habit.runs * world.pace));
    for (let run = 0; run < runs; run++) {
      const startMs =
        day.startMs +
        (habit.nightly === true ? hour * HOUR_MS + today.below(5 * MINUTE_MS) : today.below(DAY_MS));
      const fixed = addressOn(day.index);
      const address =
        habit.moving === true && today.chance(0.6)
          ? today.chance(0.5)
            ? neighbourOf(fixed, today)
            : addressOf(day.index >= moves ? next : provider, today)
          : fixed;
      const length = Math.max(1, today.count(habit.length));
      const signer = keyOn(day.index);
      calls.push(
        ...seriesOf(
          {
            startMs,
            signer,
            address,
            tool: day.index >= rewrite ? after : before,
            region,
            apis: Array.from({ length }, () =>
              // Now and then something that is done once a quarter.
              today.chance(0.004) ? today.pick(habit.apis) : today.pickUneven(repertoire),
            ),
            gapMs: 4_000,
            denied: () => today.chance(0.004),
          },
          today,
        ),
      );
    }
    return calls;
  }

  return {
    archetype: kind,
    user,
    admin: random.chance(0.08),
    repertoire,
    tool: before,
    firstDay: 0,
    keyOn,
    addressOn,
    live,
  };
}
