/** Who holds a long-lived key, and how a series of their calls is made. */
import type { Account, Role } from './account.ts';
import type { Tool } from './agents.ts';
import { denialOf } from './call.ts';
import type { Call } from './call.ts';
import type { Day } from './calendar.ts';
import { assumeRole, tokenCall } from './minting.ts';
import type { Random } from './random.ts';
import { makeFederation, makeSessionToken } from './signer.ts';
import type { Signer, User } from './signer.ts';

export const ARCHETYPES = [
  'server',
  'ci',
  'developer',
  'scanner',
  'saas',
  'aws-workload',
  'terraform',
  'backup',
  'mailer',
  'model-user',
  'dormant',
  'new-hire',
  'break-glass',
  'console-user',
] as const;
export type Archetype = (typeof ARCHETYPES)[number];

export interface Holder {
  readonly archetype: Archetype;
  readonly user: User;
  /** Whether its policies permit everything, IAM too. */
  readonly admin: boolean;
  /** Calls it makes of its own, and therefore may make. */
  readonly repertoire: readonly string[];
  readonly tool: Tool;
  /** First day on which the key exists. */
  readonly firstDay: number;
  /** The key in use on a day: keys are rotated now and then. */
  keyOn(day: number): Signer;
  /** Where it is used on a day. */
  addressOn(day: number): string;
  /** What is done with it on a day. */
  live(day: Day, random: Random): Call[];
}

/** Everything that holders share. */
export interface World {
  readonly accounts: readonly Account[];
  readonly days: number;
  /** How busy everybody is: 1 is usual. */
  readonly pace: number;
  /** Address that everybody in the office shares. */
  readonly office: string;
  /** Exits of the company's VPN on a day: it is changed once, for everybody. */
  vpnOn(day: number): readonly string[];
  /** Of the security team's scans. */
  readonly scanServer: string;
}

export interface Series {
  readonly startMs: number;
  readonly signer: Signer;
  readonly address: string;
  readonly tool: Tool;
  readonly region: string;
  readonly apis: readonly string[];
  /** Mean time between two calls. */
  readonly gapMs: number;
  /** Calls that are refused. */
  readonly denied?: (api: string) => boolean;
}

/** Calls one after the other, from one place with one tool. */
export function seriesOf(series: Series, random: Random): Call[] {
  const sid = random.hex(12);
  let timeMs = series.startMs;
  return series.apis.map((api) => {
    const call: Call = {
      timeMs,
      signer: series.signer,
      api,
      region: series.region,
      address: series.address,
      agent: series.tool({ timeMs, api, sid }),
      ...(series.denied?.(api) === true ? { error: denialOf(series.signer, api) } : {}),
    };
    timeMs += Math.ceil(series.gapMs * (0.2 + random.unit() * 1.6));
    return call;
  });
}

/** The keys of a user over time: one, or another from the day of a rotation on. */
export function keysOverTime(
  first: Signer,
  rotation: { readonly day: number; readonly key: Signer } | undefined,
): (day: number) => Signer {
  return (day) => (rotation !== undefined && day >= rotation.day ? rotation.key : first);
}

/** The caller of a series takes a role and calls some of these in it, a few minutes after the series has begun. */
export function inRole(
  series: Omit<Series, 'apis'>,
  role: Role,
  usual: readonly string[],
  random: Random,
): Call[] {
  const api = 'sts:AssumeRole';
  const timeMs = series.startMs + 2 * series.gapMs;
  const { signer, address, tool, region } = series;
  const agent = tool({ timeMs, api, sid: random.hex(12) });
  const taken = assumeRole(
    { timeMs, signer, region, address, agent },
    role,
    signer.user?.name ?? 'work',
    random,
  );
  const apis = Array.from({ length: random.between(2, 5) }, () => random.pickUneven(usual));
  return [
    taken.call,
    ...seriesOf({ ...series, startMs: timeMs + 4_000, signer: taken.signer, apis }, random),
  ];
}

/** The calls of a series with a session token, or a federation token now and then, that the caller gets first. */
export function withToken(series: Omit<Series, 'apis'>, apis: readonly string[], random: Random): Call[] {
  const { startMs: timeMs, signer, address, tool, region } = series;
  const { user } = signer;
  if (user === undefined) return seriesOf({ ...series, apis }, random);
  const agent = tool({ timeMs, api: 'sts:GetSessionToken', sid: random.hex(12) });
  const where = { timeMs, signer, region, address, agent };
  const federated = random.chance(0.15);
  const token = federated
    ? makeFederation(user, user.name, timeMs, random)
    : makeSessionToken(user, timeMs, random);
  const call = federated
    ? tokenCall(
        where,
        token,
        { name: user.name, durationSeconds: 3600 },
        { arn: token.arn, federatedUserId: `${user.account.id}:${user.name}` },
      )
    : tokenCall(where, token, { serialNumber: user.arn.replace(':user/', ':mfa/'), durationSeconds: 3600 });
  return [call, ...seriesOf({ ...series, startMs: timeMs + 3_000, signer: token, apis }, random)];
}
