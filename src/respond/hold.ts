/**
 * Watches that what was brought about stays so. Intruders have tools that take a deny away within a second, and make
 * anew what was removed: what they change is changed back, and each of their moves is told.
 */
import { AwsError } from './aws-error.ts';
import { bringAbout } from './bring-about.ts';
import type { Plan, Step } from './plan.ts';
import { inOrder } from './schedule.ts';
import { stepRecord } from './step-record.ts';
import { verifyStep } from './verify.ts';
import type { Verified } from './verify.ts';
import { holds } from './work.ts';
import type { Outcome, Work } from './work.ts';
import type { Watch } from './watch.ts';

export interface CounterMove {
  /** Undefined for what is outside of the plan. */
  readonly step: Step | undefined;
  readonly reason: string;
  /** What came of changing it back; undefined where the plan has no step for it. */
  readonly outcome: Outcome | undefined;
}

export interface HoldOrder {
  readonly forMs: number;
  /** Between two rounds. */
  readonly everyMs: number;
  /** Looks for what is new and outside of the plan. */
  readonly watch: Watch | undefined;
  readonly onMove: (move: CounterMove) => void;
  /** A step could not be looked at; told once for each reason. */
  readonly onBlind: (blind: Pick<Verified, 'step' | 'reason'>) => void;
  /** Whether to end before the time is over. */
  readonly isEnded: () => boolean;
}

const WIDTH = 8;

/**
 * @returns all counter-moves, in order.
 * @throws KeytrailError when the run as a whole cannot go on.
 */
export async function holdSteps(work: Work, plan: Plan, order: HoldOrder): Promise<CounterMove[]> {
  const { journal, clock } = work;
  const endMs = clock.now() + order.forMs;
  const moves: CounterMove[] = [];
  const blind = new Set<string>();
  const tell = (move: CounterMove): void => {
    moves.push(move);
    order.onMove(move);
  };
  const kept = plan.steps.filter(({ id, action }) => {
    const state = stepRecord(journal.linesOf(id)).outcome?.state;
    return action !== 'manual' && state !== undefined && (holds(state) || state === 'not yet');
  });
  const looking = { ...work, recordOf: (id: string) => stepRecord(journal.linesOf(id)) };
  while (clock.now() < endMs && !order.isEnded()) {
    const roundMs = clock.now();
    await inOrder(
      kept.map((step) => ({ ...step, after: [] })),
      WIDTH,
      async (step) => {
        const { state, reason } = await verifyStep(looking, step);
        if (state === 'holds') return;
        if (state === 'unknown') {
          if (!blind.has(`${step.id} ${reason}`)) order.onBlind({ step, reason });
          blind.add(`${step.id} ${reason}`);
          return;
        }
        if (state === 'drifted') journal.write({ what: 'counter-move', step: step.id, reason });
        const outcome = await bringAbout(work, step, 'hold');
        if (state === 'drifted') tell({ step, reason, outcome });
      },
    );
    for (const reason of await newOutside(order.watch)) {
      journal.write({ what: 'counter-move', step: '', reason });
      tell({ step: undefined, reason, outcome: undefined });
    }
    await clock.sleep(Math.max(0, Math.min(order.everyMs - (clock.now() - roundMs), endMs - clock.now())));
  }
  return moves;
}

/** What cannot be watched for a moment is watched in the next round. */
async function newOutside(watch: Watch | undefined): Promise<readonly string[]> {
  try {
    return (await watch?.look()) ?? [];
  } catch (error) {
    if (error instanceof AwsError) return [];
    throw error;
  }
}
