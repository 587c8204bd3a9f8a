/** A labelled archive: the life of a made-up organisation, and attacks in it, as the files that CloudTrail delivers. */
import type { Attack } from './attack.ts';
import type { Call } from './call.ts';
import { DAY_MS, dayOf, MINUTE_MS } from './calendar.ts';
import { makeOrganisation } from './organisation.ts';
import type { Size } from './organisation.ts';
import { isLogged, planAttacks } from './plan.ts';
import type { TrueIncident } from './plan.ts';
import { Random } from './random.ts';
import { recordOf } from './record.ts';
import type { MadeRecord } from './record.ts';

export interface Settings extends Size {
  readonly attacks: readonly Attack[];
  /** Time that a file covers; a whole number of files makes a day. CloudTrail's own are 5 to 15 minutes. */
  readonly minutesPerFile: number;
}

/** The truth about one hostile event. Everything without a label is the organisation's own. */
export interface Label {
  readonly eventID: string;
  readonly incident: string;
  readonly attack: string;
  readonly credential: string;
  readonly actor: 'intruder';
}

export interface LogFile {
  /** Relative, with `/`: `AWSLogs/<account>/CloudTrail/<region>/<year>/<month>/<day>/<name>.json.gz`. */
  readonly path: string;
  /** What is in it, before it is compressed. */
  readonly text: string;
  readonly events: number;
}

export interface DayOfLogs {
  readonly files: readonly LogFile[];
  readonly labels: readonly Label[];
}

export interface Simulation {
  readonly incidents: readonly TrueIncident[];
  /** Names of attacks for which no holder of a key was left that fits. */
  readonly skipped: readonly string[];
  readonly keys: number;
  /** The files, day by day. */
  days(): Generator<DayOfLogs>;
}

/** Longest time between a call and the file that it is in. */
const DELAY_MS = 8 * MINUTE_MS;
/** Share of the records that are delivered twice. */
const TWICE = 0.002;

/** Same settings, same bytes. Throws RangeError without accounts or users. */
export function simulate(settings: Settings): Simulation {
  const { seed, days } = settings;
  const organisation = makeOrganisation(settings);
  const { calls, incidents, skipped } = planAttacks(
    settings.attacks,
    organisation,
    new Random(seed, 'attacks'),
  );
  return {
    incidents,
    skipped,
    keys: organisation.holders.length,
    *days(): Generator<DayOfLogs> {
      const delivery = new Delivery(seed, settings.minutesPerFile * MINUTE_MS);
      let pending: Call[] = [...calls];
      for (let index = 0; index < days; index++) {
        const day = dayOf(index);
        const endMs = day.startMs + DAY_MS;
        pending.push(...organisation.live(day).filter(isLogged));
        const due = pending.filter(({ timeMs }) => timeMs < endMs).toSorted((a, b) => a.timeMs - b.timeMs);
        pending = pending.filter(({ timeMs }) => timeMs >= endMs);
        const labels = delivery.add(due, new Random(seed, 'records', index));
        yield { files: delivery.take(index === days - 1 ? Infinity : endMs), labels };
      }
    },
  };
}

/** Records on their way into files. */
class Delivery {
  readonly #seed: number;
  readonly #slotMs: number;
  /** Texts of records by account, region and time of the file. */
  readonly #files = new Map<string, { readonly startMs: number; readonly records: string[] }>();

  constructor(seed: number, slotMs: number) {
    this.#seed = seed;
    this.#slotMs = slotMs;
  }

  add(calls: readonly Call[], random: Random): Label[] {
    return calls.flatMap((call) => {
      const made = recordOf(call, random);
      const arrivalMs = call.timeMs + random.below(DELAY_MS);
      const copies = random.chance(TWICE) ? [arrivalMs, arrivalMs + this.#slotMs] : [arrivalMs];
      for (const timeMs of copies) this.#put(call.signer.account.id, made, timeMs);
      return call.hostile === undefined
        ? []
        : [{ eventID: made.eventID, ...call.hostile, actor: 'intruder' as const }];
    });
  }

  #put(account: string, { record, region }: MadeRecord, timeMs: number): void {
    const startMs = timeMs - (timeMs % this.#slotMs);
    const key = `${account} ${region} ${startMs}`;
    let file = this.#files.get(key);
    if (file === undefined) {
      file = { startMs, records: [] };
      this.#files.set(key, file);
    }
    file.records.push(JSON.stringify(record));
  }

  /** The files that begin before this time: nothing comes into them any more. */
  take(endMs: number): LogFile[] {
    const files: LogFile[] = [];
    for (const [key, { startMs, records }] of this.#files) {
      if (startMs >= endMs) continue;
      this.#files.delete(key);
      const [account = '', region = ''] = key.split(' ');
      const stamp = new Date(startMs).toISOString().replaceAll(/[-:]|:\d\d\.\d{3}/g, '');
      const date = new Date(startMs).toISOString().slice(0, 10).replaceAll('-', '/');
      const id = new Random(this.#seed, key).base32(16);
      files.push({
        path: `AWSLogs/${account}/CloudTrail/${region}/${date}/${account}_CloudTrail_${region}_${stamp.slice(0, 13)}Z_${id}.json.gz`,
        text: `{"Records":[${records.join(',')}]}`,
        events: records.length,
      });
    }
    return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }
}
