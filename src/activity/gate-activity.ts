/** Fills an activity by way of the scanner's gate, for whoever wants nothing else of events. */
import type { Event } from '../cloudtrail/event.ts';
import type { Gate } from '../cloudtrail/gate.ts';
import { GATE, GATE_ROOM, ORIGIN_FLAG } from '../cloudtrail/gate.ts';
import type { ActivityCollector, Origin } from './collector.ts';
import { CALL_FIELDS, PLACE_FIELDS } from './origin-fields.ts';
import type { PackedActivity } from './pack.ts';

const NEW: number = GATE.newCall | GATE.newOrigin;
const NO_RULES: readonly string[] = [];

/** The same as `visit` of the collector for every event, but for its cost. */
export class GateActivity {
  readonly #gate: Gate;
  readonly #activity: ActivityCollector;
  /** By the gate's numbers. */
  #calls: (readonly number[])[] = [];
  #origins: (Origin | null)[] = [];
  #generation = -1;

  constructor(gate: Gate, activity: ActivityCollector) {
    this.#gate = gate;
    this.#activity = activity;
    gate.open(CALL_FIELDS, PLACE_FIELDS);
  }

  visit(event: Event): void {
    if (event.generation !== this.#generation) this.#forget(event.generation);
    let outcome = this.#pass(event);
    if (outcome === GATE.beyond) {
      this.#activity.visit(event, NO_RULES);
      return;
    }
    if ((outcome & NEW) !== 0) {
      this.#learn(event, outcome);
      outcome = this.#pass(event);
    }
    if (outcome !== GATE.counted) this.#gate.count();
  }

  finish(): PackedActivity {
    this.#flush();
    return this.#activity.finish();
  }

  #pass(event: Event): number {
    const outcome = this.#gate.pass(event);
    if (outcome !== GATE.noRoom) return outcome;
    this.#flush();
    return this.#gate.pass(event);
  }

  #learn(event: Event, outcome: number): void {
    if (this.#calls.length === GATE_ROOM || this.#origins.length === GATE_ROOM) {
      this.#forget(event.generation);
      this.#learn(event, this.#gate.pass(event));
      return;
    }
    if ((outcome & GATE.newCall) !== 0) {
      this.#calls.push(this.#activity.callOf(event));
      this.#gate.learnCall({ flags: 0, group: 0 });
    }
    if ((outcome & GATE.newOrigin) === 0) return;
    const origin = this.#activity.originOf(event);
    this.#origins.push(origin);
    this.#gate.learnOrigin({
      flags: origin === null ? 0 : ORIGIN_FLAG.used,
      context: origin?.context ?? null,
      signer: 0,
      firstMs: -Infinity,
    });
  }

  #flush(): void {
    this.#gate.eachCall((context, call, span) => {
      this.#activity.widen(context, this.#calls[call]!, span);
    });
    this.#gate.eachUse((number, _day, span) => {
      const { context, values } = this.#origins[number]!;
      this.#activity.widen(context, values, span);
    });
    this.#activity.dropUnusedIds();
    this.#gate.clearSpans();
  }

  #forget(generation: number): void {
    this.#flush();
    this.#gate.clear();
    this.#calls = [];
    this.#origins = [];
    this.#generation = generation;
  }
}
