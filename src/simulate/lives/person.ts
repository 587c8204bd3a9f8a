/** People with a key: developers, new hires, administrators in need, people who forgot that they have one. */
import { assumableRoles } from '../account.ts';
import type { Account } from '../account.ts';
import { boto, cli, oldCli, powershell, terraform } from '../agents.ts';
import type { Source, System, Tool } from '../agents.ts';
import type { Call } from '../call.ts';
import { HOUR_MS, MINUTE_MS } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import { inRole, keysOverTime, seriesOf, withToken } from '../holder.ts';
import type { Archetype, Holder, World } from '../holder.ts';
import { addressOf, FAR_HOMES, HOMES, privacyAddress, VPNS } from '../networks.ts';
import type { Provider } from '../networks.ts';
import { Random } from '../random.ts';
import { ADMINISTRATION, DEVELOPER } from '../repertoires.ts';
import { makeKey, makeUser } from '../signer.ts';
import { personName } from './names.ts';

type PersonKind = Extract<Archetype, 'developer' | 'new-hire' | 'break-glass' | 'dormant'>;

/** From when to when somebody is away, or somewhere else. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where somebody works from on a day. */
class Whereabouts {
  readonly #seed: string;
  readonly #world: World;
  readonly #home: Provider;
  readonly #vpn: Provider | undefined;
  readonly #ipv6: string | undefined;
  readonly trip: Span;
  readonly #abroad: Provider;

  constructor(seed: string, world: World) {
    const random = new Random(seed, 'whereabouts');
    this.#seed = seed;
    this.#world = world;
    this.#home = random.pick(HOMES);
    this.#vpn = random.chance(0.2) ? random.pick(VPNS) : undefined;
    this.#ipv6 = this.#home === 'telekom' && random.chance(0.4) ? random.hex(4) : undefined;
    const from = random.chance(0.4) ? random.below(world.days) : Infinity;
    this.trip = { from, to: from + random.between(2, 6) };
    this.#abroad = random.pick([...FAR_HOMES, ...HOMES, 'tmobileUs'] as const);
  }

  on(day: number): string {
    const random = new Random(this.#seed, 'where', day);
    if (day >= this.trip.from && day <= this.trip.to) {
      // A hotel has one address, a phone many.
      const stable = new Random(this.#seed, 'hotel');
      return addressOf(this.#abroad, this.#abroad === 'tmobileUs' ? random : stable);
    }
    if (this.#vpn !== undefined && random.chance(0.3)) return addressOf(this.#vpn, random);
    if (random.chance(0.45))
      return random.chance(0.7) ? this.#world.office : random.pick(this.#world.vpnOn(day));
    if (random.chance(0.03)) return addressOf('tmobileUs', random);
    if (this.#ipv6 !== undefined) return privacyAddress(this.#ipv6, random);
    // Providers give a new address every few weeks.
    return addressOf(this.#home, new Random(this.#seed, 'home', Math.floor(day / 17)));
  }
}

const MACHINES: readonly (readonly [System, Source])[] = [
  ['macos', 'profile'],
  ['macos', 'profile'],
  ['ubuntu', 'profile'],
  ['windows', 'profile'],
  ['ubuntu', 'env'],
];

/** A person with a key of an account. */
export function person(kind: PersonKind, account: Account, world: World, seed: string): Holder {
  const random = new Random(seed, kind);
  const user = makeUser(account, `${personName(random)}.${random.hex(2)}`, random);
  const [system, source] = random.pick(MACHINES);
  // The security team has a Kali of its own.
  const isTester = kind === 'developer' && random.chance(0.02);
  const shell = isTester
    ? cli(random, 'kali', 'profile')
    : random.chance(0.15)
      ? oldCli(random, system)
      : cli(random, system, source);
  const scripts =
    system === 'windows' && random.chance(0.5) ? powershell(random) : boto(random, system, source);
  const plans = terraform(random);
  const whereabouts = new Whereabouts(seed, world);
  const addressOn = (day: number): string => whereabouts.on(day);
  const firstDay = kind === 'new-hire' ? random.between(2, Math.max(3, Math.floor(world.days * 0.7))) : 0;
  const lastDay = kind === 'dormant' ? random.between(-1, Math.floor(world.days * 0.2)) : Infinity;
  const keyOn = keysOverTime(
    makeKey(user, random),
    kind === 'developer' && random.chance(0.12)
      ? { day: random.between(5, Math.max(6, world.days - 1)), key: makeKey(user, random) }
      : undefined,
  );
  const admin = kind === 'break-glass' || random.chance(0.15);
  const usual = random.some(DEVELOPER.slice(0, 24), random.between(7, 16));
  const repertoire = [...usual, ...(kind === 'break-glass' ? ADMINISTRATION : [])];
  const refused = new Set(random.some(DEVELOPER, admin ? 0 : 6));
  const vacation = random.chance(0.5) ? random.below(world.days) : Infinity;
  const vacationEnd = vacation + random.between(4, 15);
  const emergency = random.between(3, Math.max(4, world.days - 1));
  const remembered = random.chance(0.2) ? random.below(world.days) : Infinity;
  const startHour = random.between(6, 14);
  // Some work with their key in one role or another, day by day.
  const takesRoles = random.chance(0.35) ? 0.3 : 0.01;
  // Others let a tool with their second factor get a token first.
  const usesTokens = new Random(seed, 'token').chance(0.15);
  const usualRole = random.pick(assumableRoles(account));

  /** Sittings of the day, and what is called in each. */
  function sittings(day: Day, today: Random): string[][] {
    if (kind === 'break-glass') {
      return day.index === emergency
        ? [['sts:GetCallerIdentity', ...today.some(ADMINISTRATION, today.between(3, 8))]]
        : [];
    }
    if (day.index > lastDay && day.index !== remembered) return [];
    if (day.index < firstDay || (day.index >= vacation && day.index < vacationEnd)) return [];
    if (day.weekend && !today.chance(0.06)) return [];
    const count = Math.min(4, today.count(kind === 'dormant' ? 1 : 1.6));
    return Array.from({ length: count }, () =>
      Array.from({ length: Math.max(1, today.count(8 * world.pace)) }, () =>
        // Curiosity: anything a developer may ask for.
        today.chance(0.04) ? today.pick(DEVELOPER) : today.pickUneven(usual),
      ),
    );
  }

  function toolOf(today: Random): Tool {
    if (today.chance(0.7)) return shell;
    return today.chance(0.85) ? scripts : plans;
  }

  function live(day: Day, today: Random): Call[] {
    return sittings(day, today).flatMap((apis, n) => {
      const series = {
        startMs: day.startMs + (startHour + n * 2 + today.unit() * 1.5) * HOUR_MS,
        signer: keyOn(day.index),
        address: n > 0 && today.chance(0.1) ? whereabouts.on(day.index + 1000 + n) : addressOn(day.index),
        tool: toolOf(today),
        region: today.chance(0.93) ? (account.regions[0] ?? 'us-east-1') : today.pick(account.regions),
        gapMs: 1.5 * MINUTE_MS,
        denied: (api: string) => refused.has(api) || today.chance(0.01),
      };
      const calls = usesTokens ? withToken(series, apis, today) : seriesOf({ ...series, apis }, today);
      return today.chance(takesRoles) ? [...calls, ...inRole(series, usualRole, usual, today)] : calls;
    });
  }

  return { archetype: kind, user, admin, repertoire, tool: shell, firstDay, keyOn, addressOn, live };
}
