/** What happens in an organisation besides its usual work: keys are made and exchanged, and searched for. */
import { boto } from '../agents.ts';
import type { Call } from '../call.ts';
import { HOUR_MS } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import type { Holder, World } from '../holder.ts';
import { createKeyCall, createUserCall } from '../minting.ts';
import type { Where } from '../minting.ts';
import type { Random } from '../random.ts';
import type { Signer } from '../signer.ts';

/** Who does what only administrators can do in an account: the first of its holders that has the rights. */
function adminOf(holder: Holder, holders: readonly Holder[]): Holder | undefined {
  return holders.find(
    ({ admin, firstDay, archetype, user }) =>
      admin &&
      firstDay === 0 &&
      user.account === holder.user.account &&
      (archetype === 'developer' || archetype === 'terraform'),
  );
}

function whereOf(admin: Holder, day: Day, timeMs: number, random: Random): Where {
  const api = 'iam:CreateAccessKey';
  return {
    timeMs,
    signer: admin.keyOn(day.index),
    region: 'us-east-1',
    address: admin.addressOn(day.index),
    agent: admin.tool({ timeMs, api, sid: random.hex(12) }),
  };
}

/** New people and exchanged keys of this day, as the log shows them. */
export function keyKeeping(holders: readonly Holder[], day: Day, random: Random): Call[] {
  return holders.flatMap((holder) => {
    const isNew = holder.archetype === 'new-hire' && day.index === holder.firstDay;
    const [before, now] = [holder.keyOn(day.index - 1), holder.keyOn(day.index)];
    const isExchanged = day.index > 0 && before.id !== now.id;
    const admin = isNew || isExchanged ? adminOf(holder, holders) : undefined;
    if (admin === undefined) return [];
    const where = whereOf(admin, day, day.startMs + 5 * HOUR_MS + random.below(HOUR_MS), random);
    const later = (seconds: number): Where => ({ ...where, timeMs: where.timeMs + seconds * 1000 });
    if (isNew) return [createUserCall(where, holder.user), createKeyCall(later(20), holder.user, now)];
    return [createKeyCall(where, holder.user, now), retire(later(600), before)];
  });
}

function retire(where: Where, key: Signer): Call {
  return {
    ...where,
    api: 'iam:UpdateAccessKey',
    parameters: { userName: key.user?.name ?? '', accessKeyId: key.id, status: 'Inactive' },
    response: null,
  };
}

/** The security team tries keys that it found in repositories. */
export function secretSearch(holders: readonly Holder[], world: World, day: Day, random: Random): Call[] {
  const tester = boto(random, 'debian', 'code');
  return random.some(holders, Math.min(holders.length, random.between(1, 3))).map((holder, n): Call => {
    const timeMs = day.startMs + 10 * HOUR_MS + n * 2_000;
    const api = 'sts:GetCallerIdentity';
    return {
      timeMs,
      signer: holder.keyOn(day.index),
      api,
      region: 'us-east-1',
      address: world.scanServer,
      agent: random.chance(0.8) ? 'TruffleHog' : tester({ timeMs, api, sid: random.hex(12) }),
    };
  });
}
