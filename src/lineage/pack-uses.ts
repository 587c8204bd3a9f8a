/** Uses as flat arrays, which threads send many times as fast as objects. */
import { DistinctTexts } from '../distinct-texts.ts';
import type { Use } from './use.ts';

/** Numbers of a use: those of its texts, then record number and whether the console was used. */
const TEXTS = 17;
const RECORD = TEXTS;
const CONSOLE = RECORD + 1;
const WIDTH = CONSOLE + 1;

/** Plain data. */
export interface PackedUses {
  readonly texts: readonly string[];
  readonly numbers: Uint32Array;
  /** Of each use when it was created (NaN for what is no session), first and last seen. */
  readonly timesMs: Float64Array;
  /** The hours of all uses, and where those of each end. */
  readonly hours: Int32Array;
  readonly hourEnds: Uint32Array;
}

export function packUses(uses: readonly Use[]): PackedUses {
  const texts = new DistinctTexts();
  const numbers = new Uint32Array(uses.length * WIDTH);
  const timesMs = new Float64Array(uses.length * 3);
  const hourEnds = new Uint32Array(uses.length);
  const hours: number[] = [];
  uses.forEach((use, n) => {
    const { ref, address, agent } = use.first;
    let at = n * WIDTH;
    const put = (text: string): void => {
      numbers[at++] = texts.number(text);
    };
    put(use.key);
    put(use.arn);
    put(use.type);
    put(use.principalId);
    put(use.userName);
    put(use.account);
    put(use.issuerType);
    put(use.issuerArn);
    put(use.sourceIdentity);
    put(use.onBehalfOf);
    put(use.issuedTo);
    put(use.delivery);
    put(use.invokedBy);
    put(ref.eventId);
    put(ref.file);
    put(address);
    put(agent);
    numbers[n * WIDTH + RECORD] = ref.record;
    numbers[n * WIDTH + CONSOLE] = Number(use.isConsole);
    timesMs.set([use.createdMs ?? Number.NaN, ref.timeMs, use.lastMs], n * 3);
    for (const hour of use.hours) hours.push(hour);
    hourEnds[n] = hours.length;
  });
  return { texts: texts.list, numbers, timesMs, hours: Int32Array.from(hours), hourEnds };
}

/** The uses that were packed, in their order. */
export function unpackUses({ texts, numbers, timesMs, hours, hourEnds }: PackedUses): Use[] {
  return Array.from(hourEnds, (end, n): Use => {
    const at = n * WIDTH;
    const text = (part: number): string => texts[numbers[at + part]!]!;
    const createdMs = timesMs[n * 3]!;
    return {
      key: text(0),
      arn: text(1),
      type: text(2),
      principalId: text(3),
      userName: text(4),
      account: text(5),
      createdMs: Number.isNaN(createdMs) ? null : createdMs,
      issuerType: text(6),
      issuerArn: text(7),
      sourceIdentity: text(8),
      onBehalfOf: text(9),
      issuedTo: text(10),
      delivery: text(11),
      isConsole: numbers[at + CONSOLE] === 1,
      invokedBy: text(12),
      first: {
        ref: {
          eventId: text(13),
          timeMs: timesMs[n * 3 + 1]!,
          file: text(14),
          record: numbers[at + RECORD]!,
        },
        address: text(15),
        agent: text(16),
      },
      lastMs: timesMs[n * 3 + 2]!,
      hours: Array.from(hours.subarray(n === 0 ? 0 : hourEnds[n - 1]!, end)),
    };
  });
}
