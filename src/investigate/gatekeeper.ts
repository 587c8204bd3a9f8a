/** Has the scanner's gate count the events that say nothing new, and hands on what it counted. */
import type { ActivityCollector, Origin } from '../activity/collector.ts';
import { CALL_FIELDS, PLACE_FIELDS } from '../activity/origin-fields.ts';
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import type { Gate, Lesson } from '../cloudtrail/gate.ts';
import { CALL_FLAG, GATE, GATE_ROOM, ORIGIN_FLAG } from '../cloudtrail/gate.ts';
import type { LineageCollector, UseInProgress } from '../lineage/collector.ts';
import type { Copies } from './copies.ts';
import type { CoverageCollector } from './coverage.ts';
import type { FileIndex } from './file-index.ts';

/** Those who look at every event, or have what they would note of it counted by the gate. */
export interface Collectors {
  readonly activity: ActivityCollector;
  readonly lineage: LineageCollector;
  readonly coverage: CoverageCollector;
  readonly index: FileIndex;
  readonly copies: Copies | undefined;
}

/** What the gate's number of an origin stands for. */
interface KnownOrigin {
  readonly origin: Origin | null;
  readonly use: UseInProgress | null;
}

const NOTHING_NEW: Lesson = { callFlags: 0, group: 0, originFlags: 0, context: null, signer: 0 };

export class Gatekeeper {
  readonly #gate: Gate;
  readonly #collectors: Collectors;
  /** By the gate's numbers: what such calls put into the activity; what origins are. */
  #calls: (readonly number[])[] = [];
  #origins: KnownOrigin[] = [];
  /** Callers by their hashes in the index, and the other way round. */
  readonly #signers = new Map<number, number>();
  readonly #hashes: number[] = [];
  #generation = -1;
  #outcome = 0;

  constructor(gate: Gate, collectors: Collectors) {
    this.#gate = gate;
    this.#collectors = collectors;
    gate.open(
      [...CALL_FIELDS, FIELD['eventCategory']],
      [...PLACE_FIELDS, FIELD['sessionCredentialFromConsole']],
    );
  }

  /** Whether the event was counted, and need not be visited. */
  pass(event: Event): boolean {
    if (event.generation !== this.#generation) this.#forget(event.generation);
    let outcome = this.#gate.pass(event);
    if (outcome === GATE.noRoom) {
      this.#flush();
      outcome = this.#gate.pass(event);
    }
    this.#outcome = outcome;
    if ((outcome & ~GATE.glance) !== GATE.passed) return false;
    if (outcome !== GATE.passed) this.#collectors.coverage.glance(event);
    return true;
  }

  /** The same for an event that did not pass, now that it is known which rules match it. */
  passMatched(event: Event, rules: readonly string[]): boolean {
    if ((this.#outcome & GATE.match) === 0) return false;
    const { activity, coverage, index, copies } = this.#collectors;
    const isNoticed = rules.length > 0 || (this.#outcome & GATE.watched) !== 0;
    this.#gate.passMatched(!isNoticed);
    if (rules.length > 0) activity.addRules(event, rules);
    if ((this.#outcome & GATE.glance) !== 0) coverage.glance(event);
    if (isNoticed) {
      const caller = index.visit(event);
      copies?.visit(event, caller, rules);
    }
    return true;
  }

  /** Learns from the event that did not pass, when all have visited it; `caller` is its caller in the index. */
  learn(event: Event, caller: number): void {
    // Who signs in does not use what that gives: such events say nothing of others from the same origin.
    if ((this.#outcome & GATE.learn) === 0 || this.#collectors.lineage.isSignIn(event)) return;
    const isFull = this.#calls.length === GATE_ROOM || this.#origins.length === GATE_ROOM;
    if (isFull || event.generation !== this.#generation) {
      this.#forget(event.generation);
      return;
    }
    const isNewCall = (this.#outcome & GATE.newCall) !== 0;
    const isNewOrigin = (this.#outcome & GATE.newOrigin) !== 0;
    const { activity, lineage, coverage } = this.#collectors;
    let lesson = NOTHING_NEW;
    if (isNewCall) {
      this.#calls.push(activity.callOf(event));
      lesson = { ...lesson, callFlags: this.#callFlags(event), group: coverage.groupOf(event) };
    }
    if (isNewOrigin) {
      const known = { origin: activity.originOf(event), use: lineage.useOf(event) };
      this.#origins.push(known);
      lesson = {
        ...lesson,
        originFlags: this.#originFlags(event, known),
        context: known.origin?.context ?? null,
        signer: this.#signer(caller),
      };
    }
    if (!this.#gate.learn(lesson)) this.#forget(event.generation);
  }

  /** Says whether all events of a caller are to be visited from now on. */
  watch(caller: number, isWatched: boolean): void {
    const signer = this.#signers.get(caller);
    if (signer !== undefined) this.#gate.watch(signer, isWatched);
  }

  /** All events of a file were visited, or passed. */
  ended(): void {
    const { index, copies } = this.#collectors;
    for (const signer of this.#gate.signers()) {
      const caller = this.#hashes[signer]!;
      index.add(caller);
      copies?.miss(caller);
    }
    this.#gate.startFile();
  }

  /** Hands on all that was counted. */
  finish(): void {
    this.#flush();
    this.#collectors.coverage.widen(this.#gate.times());
  }

  #callFlags(event: Event): number {
    const { lineage, coverage, index } = this.#collectors;
    if (index.takesAway(event)) return CALL_FLAG.always;
    const glance = coverage.needsGlance(event) ? CALL_FLAG.glance : 0;
    return glance | (lineage.isMintingCall(event) ? CALL_FLAG.often : 0);
  }

  #originFlags(event: Event, { use }: KnownOrigin): number {
    const indifferent = this.#collectors.lineage.mintsUntold(event) ? ORIGIN_FLAG.indifferent : 0;
    if (use === null) return indifferent;
    return indifferent | ORIGIN_FLAG.used | (use.hours === null ? 0 : ORIGIN_FLAG.hourly);
  }

  #signer(caller: number): number {
    let signer = this.#signers.get(caller);
    if (signer === undefined) {
      signer = this.#hashes.push(caller) - 1;
      this.#signers.set(caller, signer);
      this.#gate.watch(signer, this.#collectors.copies?.isWatching(caller) ?? false);
    }
    return signer;
  }

  #flush(): void {
    const { activity, lineage } = this.#collectors;
    this.#gate.eachCall((context, call, span) => {
      activity.widen(context, this.#calls[call]!, span);
    });
    this.#gate.eachUse((number, _day, span) => {
      const { origin, use } = this.#origins[number]!;
      if (origin !== null) activity.widen(origin.context, origin.values, span);
      if (use !== null) lineage.widen(use, span.lastMs);
    });
    activity.dropUnusedIds();
    this.#gate.clearSpans();
  }

  #forget(generation: number): void {
    this.ended();
    this.#flush();
    this.#gate.clear();
    this.#calls = [];
    this.#origins = [];
    this.#signers.clear();
    this.#hashes.length = 0;
    this.#generation = generation;
  }
}
