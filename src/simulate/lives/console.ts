/** People in the console: IAM users with a password, and people who come through single sign-on. */
import { addRole } from '../account.ts';
import type { Account, Role } from '../account.ts';
import { browser, cli } from '../agents.ts';
import type { Tool } from '../agents.ts';
import type { Call } from '../call.ts';
import { HOUR_MS, isoTime, localTime, MINUTE_MS } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import { seriesOf } from '../holder.ts';
import type { Holder, World } from '../holder.ts';
import { addressOf, HOMES } from '../networks.ts';
import { Random } from '../random.ts';
import { CONSOLE, DEVELOPER } from '../repertoires.ts';
import { makeConsoleSession, makeKey, makeRoleSession, makeUser, passwordSigner } from '../signer.ts';
import type { Signer, User } from '../signer.ts';
import { personName } from './names.ts';

/** Signing in with a password. `session` is what it gives. */
export function signIn(
  user: User,
  { timeMs, address, agent, mfa }: { timeMs: number; address: string; agent: string; mfa: boolean },
): { call: Call; session: Signer } {
  const signer = passwordSigner(user);
  const call: Call = {
    timeMs,
    signer,
    api: 'signin:ConsoleLogin',
    region: 'us-east-1',
    address,
    agent,
    parameters: null,
    response: { ConsoleLogin: 'Success' },
    more: {
      additionalEventData: {
        LoginTo: 'https://console.aws.amazon.com/console/home',
        MobileVersion: 'No',
        MFAUsed: mfa ? 'Yes' : 'No',
      },
    },
  };
  return { call, session: makeConsoleSession(signer, timeMs, mfa) };
}

/** Pages that somebody opens in a console session: most of what they ask for comes through AWS's own machines. */
export function browse(
  session: Signer,
  {
    startMs,
    address,
    tool,
    region,
    apis,
  }: { startMs: number; address: string; tool: Tool; region: string; apis: readonly string[] },
  random: Random,
): Call[] {
  return seriesOf({ startMs, signer: session, address, tool, region, apis, gapMs: 12_000 }, random).map(
    (call): Call => (random.chance(0.6) ? { ...call, address: 'AWS Internal', agent: 'AWS Internal' } : call),
  );
}

/** An IAM user with a password, and a key that is hardly used. */
export function consoleUser(account: Account, world: World, seed: string): Holder {
  const random = new Random(seed, 'console-user');
  const user = makeUser(account, `${personName(random)}.${random.hex(2)}`, random);
  const key = makeKey(user, random);
  const tool = browser(random);
  const shell = cli(random, 'macos', 'profile');
  const home = random.pick(HOMES);
  const mfa = random.chance(0.6);
  const addressOn = (day: number): string => {
    const today = new Random(seed, 'where', day);
    if (today.chance(0.5)) return world.office;
    return addressOf(home, new Random(seed, 'home', Math.floor(day / 17)));
  };
  const repertoire = random.some(CONSOLE, 14);

  function live(day: Day, today: Random): Call[] {
    if (day.weekend || today.chance(0.45)) return [];
    const timeMs = day.startMs + (7 + today.unit() * 8) * HOUR_MS;
    const address = addressOn(day.index);
    const agent = tool({ timeMs, api: 'signin:ConsoleLogin', sid: '' });
    const { call, session } = signIn(user, { timeMs, address, agent, mfa });
    const apis = Array.from({ length: today.between(4, 18) }, () => today.pickUneven(repertoire));
    const region = account.regions[0] ?? 'us-east-1';
    const pages = browse(session, { startMs: timeMs + 6_000, address, tool, region, apis }, today);
    // A wrong password now and then.
    const failed: Call[] = today.chance(0.05)
      ? [
          {
            ...call,
            timeMs: timeMs - 20_000,
            response: { ConsoleLogin: 'Failure' },
            more: { ...call.more, errorMessage: 'Failed authentication' },
          },
        ]
      : [];
    const typed = today.chance(0.08)
      ? seriesOf(
          {
            startMs: timeMs + 30 * MINUTE_MS,
            signer: key,
            address,
            tool: shell,
            region,
            apis: ['sts:GetCallerIdentity', 's3:ListBuckets'],
            gapMs: 20_000,
          },
          today,
        )
      : [];
    return [...failed, call, ...pages, ...typed];
  }

  return {
    archetype: 'console-user',
    user,
    admin: random.chance(0.3),
    repertoire,
    tool: shell,
    firstDay: 0,
    keyOn: () => key,
    addressOn,
    live,
  };
}

/** Somebody who works with temporary credentials of single sign-on, in the console or with the CLI. */
export function ssoPerson(account: Account, world: World, seed: string): (day: Day, today: Random) => Call[] {
  const random = new Random(seed, 'sso');
  const email = `${personName(random)}@example.com`;
  const role = ssoRole(account, random);
  const web = browser(random);
  const shell = cli(random, random.pick(['macos', 'ubuntu', 'windows'] as const), 'sso');
  const home = random.pick(HOMES);
  const usual = random.some(DEVELOPER, 12);
  return (day, today) => {
    if (day.weekend || today.chance(0.35)) return [];
    const timeMs = day.startMs + (7 + today.unit() * 8) * HOUR_MS;
    const address = today.chance(0.5)
      ? world.office
      : addressOf(home, new Random(seed, 'home', Math.floor(day.index / 17)));
    const session = makeRoleSession(role, { session: email, createdMs: timeMs, random: today });
    const minted = mintedBySso(session, email, timeMs, address);
    const region = account.regions[0] ?? 'us-east-1';
    if (today.chance(0.5)) {
      const apis = Array.from({ length: today.between(3, 12) }, () => today.pickUneven(usual));
      return [
        minted,
        ...seriesOf(
          { startMs: timeMs + 9_000, signer: session, address, tool: shell, region, apis, gapMs: 90_000 },
          today,
        ),
      ];
    }
    const pages = makeConsoleSession(session, timeMs, false);
    const apis = Array.from({ length: today.between(4, 14) }, () => today.pickUneven(CONSOLE));
    return [minted, ...browse(pages, { startMs: timeMs + 5_000, address, tool: web, region, apis }, today)];
  };
}

function ssoRole(account: Account, random: Random): Role {
  const set = random.pick(['Developer', 'ReadOnlyAccess', 'PowerUserAccess', 'AdministratorAccess']);
  const existing = account.roles.find(({ name }) => name.startsWith(`AWSReservedSSO_${set}_`));
  return (
    existing ??
    addRole(account, random, {
      name: `AWSReservedSSO_${set}_${random.hex(16)}`,
      path: '/aws-reserved/sso.amazonaws.com/',
      admin: set === 'AdministratorAccess',
    })
  );
}

function mintedBySso(session: Signer, email: string, timeMs: number, address: string): Call {
  const roleArn = session.role?.arn ?? '';
  return {
    timeMs,
    signer: {
      id: '',
      account: session.account,
      arn: '',
      identity: {
        type: 'SAMLUser',
        principalId: `EXAMPLEHASH=:${email}`,
        userName: email,
        identityProvider: 'EXAMPLEHASH=',
      },
    },
    api: 'sts:AssumeRoleWithSAML',
    region: session.account.regions[0] ?? 'us-east-1',
    address,
    agent: 'aws-internal/3',
    parameters: {
      principalArn: `arn:aws:iam::${session.account.id}:saml-provider/AWSSSO_EXAMPLE_DO_NOT_DELETE`,
      roleArn,
      roleSessionName: email,
      durationSeconds: 43_200,
    },
    response: {
      credentials: {
        accessKeyId: session.id,
        expiration: localTime(timeMs + 12 * HOUR_MS, 'sts'),
        sessionToken: 'EXAMPLESESSIONTOKEN',
      },
      assumedRoleUser: { assumedRoleId: `${session.role?.id}:${email}`, arn: session.arn },
      subject: email,
      issuedAt: isoTime(timeMs),
    },
  };
}
