/** When which attack happens to whom: each on credentials of its own, so that every incident can be told apart. */
import type { Attack } from './attack.ts';
import { isDataEvent } from './call.ts';
import type { Call } from './call.ts';
import { DAY_MS, HOUR_MS, isoTime, START_MS } from './calendar.ts';
import { withForwarded } from './forwarding.ts';
import type { Archetype, Holder } from './holder.ts';
import type { Organisation } from './organisation.ts';
import { Raid } from './raid.ts';
import type { Planted, TrueEdge } from './raid.ts';
import type { Random } from './random.ts';

/** What really happened, for comparing with what is found. */
export interface TrueIncident {
  readonly incident: string;
  /** Name of the attack. */
  readonly attack: string;
  readonly title: string;
  /** Credentials that came into the intruder's hands from outside, in the order of their use. */
  readonly leaked: readonly string[];
  /** Credentials that the intruder made out of them. */
  readonly minted: readonly string[];
  readonly edges: readonly TrueEdge[];
  readonly victims: readonly Victim[];
  readonly accounts: readonly string[];
  readonly firstEvent: string;
  readonly lastEvent: string;
  readonly events: number;
  readonly planted: readonly Planted[];
}

export interface Victim {
  readonly credential: string;
  readonly user: string;
  readonly archetype: Archetype;
  /** Days on which its owner could have used the key before. */
  readonly age: number;
}

export interface Planned {
  readonly calls: readonly Call[];
  readonly incidents: readonly TrueIncident[];
  /** Names of attacks for which there was nobody. */
  readonly skipped: readonly string[];
}

/** Share of the time that passes before the first attack, so that there are habits to depart from. */
const QUIET = 0.4;

export function planAttacks(attacks: readonly Attack[], organisation: Organisation, random: Random): Planned {
  const taken = new Set<Holder>();
  const calls: Call[] = [];
  const incidents: TrueIncident[] = [];
  const skipped: string[] = [];
  const endMs = START_MS + organisation.days * DAY_MS;
  for (const attack of attacks) {
    const firstDay = Math.floor(organisation.days * QUIET);
    const lastDay = Math.max(firstDay, organisation.days - attack.days - 1);
    const anyDay = random.between(firstDay, lastDay);
    const isYoung = attack.within !== undefined;
    const victims = victimsOf(attack, { organisation, taken, startDay: isYoung ? lastDay : anyDay, random });
    if (victims === undefined) {
      skipped.push(attack.name);
      continue;
    }
    for (const holder of victims) taken.add(holder);
    const startDay =
      attack.within === undefined
        ? anyDay
        : Math.min(lastDay, (victims[0]?.firstDay ?? anyDay) + random.between(1, attack.within));
    const incident = `sim-${String(incidents.length + 1).padStart(2, '0')}`;
    const startMs = START_MS + startDay * DAY_MS + random.below(20 * HOUR_MS);
    const raid = new Raid({ organisation, random, incident, attack: attack.name, startMs });
    attack.run(raid, victims);
    const logged = withForwarded(raid.calls, random).filter((call) => call.timeMs < endMs && isLogged(call));
    const own = logged.filter(({ hostile }) => hostile !== undefined);
    const times = own.map(({ timeMs }) => timeMs);
    calls.push(...logged);
    incidents.push({
      incident,
      attack: attack.name,
      title: attack.title,
      leaked: raid.leaked,
      minted: raid.minted,
      edges: raid.edges,
      victims: victims.map((holder) => ({
        credential: holder.keyOn(startDay).id,
        user: holder.user.name,
        archetype: holder.archetype,
        age: startDay - holder.firstDay,
      })),
      accounts: [...new Set(own.map(({ signer }) => signer.account.id))].toSorted(),
      firstEvent: isoTime(Math.min(...times)),
      lastEvent: isoTime(Math.max(...times)),
      events: own.length,
      planted: raid.planted,
    });
  }
  return { calls, incidents, skipped };
}

/** Whether the account's trail records such calls. */
export function isLogged({ api, signer }: Call): boolean {
  return !isDataEvent(api) || signer.account.dataEvents;
}

function victimsOf(
  attack: Attack,
  {
    organisation,
    taken,
    startDay,
    random,
  }: { organisation: Organisation; taken: ReadonlySet<Holder>; startDay: number; random: Random },
): Holder[] | undefined {
  const victims: Holder[] = [];
  for (const fits of attack.victims) {
    const free = organisation.holders.filter(
      (holder) =>
        !taken.has(holder) &&
        !victims.includes(holder) &&
        holder.firstDay <= startDay &&
        fits(holder, startDay),
    );
    if (free.length === 0) return undefined;
    victims.push(random.pick(free));
  }
  return victims;
}
