/** Deadlines of regulators, counted from the moments that start them. No legal advice. */
import type { ReportOptions } from './options.ts';

export interface Clock {
  readonly regime: string;
  readonly trigger: string;
  readonly due: string;
  /** `null` where the start was not told, or the rule names no length. */
  readonly deadlineMs: number | null;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Known deadlines first, the nearest of them first. */
export function clocksOf({ discoveredMs, classifiedMs, materialMs }: ReportOptions): Clock[] {
  const aware = 'awareness (when people learned of it)';
  const clocks: Clock[] = [
    clock(
      'GDPR and UK GDPR, Art. 33',
      'awareness of a personal-data breach',
      '72 h: authority; those concerned without undue delay if the risk is high',
      discoveredMs,
      72 * HOUR,
    ),
    clock('NIS2', aware + ' of a significant incident', '24 h: early warning', discoveredMs, 24 * HOUR),
    clock(
      'NIS2',
      aware + ' of a significant incident',
      '72 h: notification (a final report one month after it)',
      discoveredMs,
      72 * HOUR,
    ),
    clock(
      'DORA',
      'classification as major',
      '4 h: initial notification (72 h: intermediate, one month: final)',
      classifiedMs,
      4 * HOUR,
    ),
    {
      regime: 'SEC 8-K, Item 1.05',
      trigger: 'determination that it is material',
      due: '4 business days (public holidays not counted in here)',
      deadlineMs: materialMs === undefined ? null : businessDaysLater(materialMs, 4),
    },
    clock(
      'HIPAA',
      'discovery of a breach of unsecured PHI',
      '60 days at the latest: HHS and individuals, media if more than 500',
      discoveredMs,
      60 * DAY,
    ),
    clock('PCI DSS 12.10', 'compromise of card data', 'immediately: brands and acquirer', undefined, 0),
    clock('Australia, NDB', 'suspicion of an eligible breach', '30 days: assessment', discoveredMs, 30 * DAY),
    clock('PIPEDA, CCPA', 'breach with real risk', 'as soon as feasible; most expedient time', undefined, 0),
    clock('Contracts', 'as agreed', 'as agreed', undefined, 0),
  ];
  return clocks.toSorted((a, b) => (a.deadlineMs ?? Infinity) - (b.deadlineMs ?? Infinity) || 0);
}

function clock(
  regime: string,
  trigger: string,
  due: string,
  startMs: number | undefined,
  lengthMs: number,
): Clock {
  return { regime, trigger, due, deadlineMs: startMs === undefined ? null : startMs + lengthMs };
}

/** The same time of day, so many Mondays to Fridays later (UTC). */
export function businessDaysLater(startMs: number, days: number): number {
  let [at, left] = [startMs, days];
  while (left > 0) {
    at += DAY;
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left--;
  }
  return at;
}
