/** Has the scanner's gate count events, shows those that say something new to whom it concerns, and hands on the counts. */
import type { ActivityCollector, Origin } from '../activity/collector.ts';
import { CALL_FIELDS, PLACE_FIELDS } from '../activity/origin-fields.ts';
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import type { Gate } from '../cloudtrail/gate.ts';
import { CALL_FLAG, GATE, GATE_ROOM, ORIGIN_FLAG } from '../cloudtrail/gate.ts';
import type { LineageCollector, UseInProgress } from '../lineage/collector.ts';
import type { Mint } from '../lineage/mint.ts';
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

const NEW: number = GATE.newCall | GATE.newOrigin;
const ASKS_FOR_LINEAGE: number = GATE.mints | GATE.early;
const NO_MINTS: readonly Mint[] = [];

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

  constructor(gate: Gate, collectors: Collectors) {
    this.#gate = gate;
    this.#collectors = collectors;
    gate.open(
      [...CALL_FIELDS, FIELD['eventCategory']],
      [...PLACE_FIELDS, FIELD['sessionCredentialFromConsole']],
    );
  }

  /** Counts the event if it says nothing new. What it comes to, as `GATE` says: what was not counted is to be shown. */
  pass(event: Event): number {
    if (event.generation !== this.#generation) this.#forget(event.generation);
    const outcome = this.#pass(event);
    if (outcome !== GATE.glance) return outcome;
    this.#collectors.coverage.glance(event);
    return GATE.counted;
  }

  /**
   * Shows the event, which was not counted, to those whom it says something new, and counts it.
   *
   * @param outcome what `pass` came to
   * @param rules IDs of the rules that match the event
   */
  show(event: Event, outcome: number, rules: readonly string[]): void {
    if (outcome === GATE.beyond) this.#showAll(event, rules);
    else if ((outcome & NEW) === 0) this.#showKnown(event, outcome, rules);
    // Who signs in does not use what that gives: such events say nothing of others from the same origin.
    else if (this.#collectors.lineage.isSignIn(event)) this.#showAll(event, rules);
    else this.#showNew(event, outcome, rules);
  }

  /** Says whether all events of a caller are to be shown from now on. */
  watch(caller: number, isWatched: boolean): void {
    const signer = this.#signers.get(caller);
    if (signer !== undefined) this.#gate.watch(signer, isWatched);
  }

  /** All events of a file were counted or shown. */
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

  #pass(event: Event): number {
    const outcome = this.#gate.pass(event);
    if (outcome !== GATE.noRoom) return outcome;
    this.#flush();
    return this.#gate.pass(event);
  }

  #showAll(event: Event, rules: readonly string[]): void {
    const { activity, lineage, coverage } = this.#collectors;
    activity.visit(event, rules);
    coverage.visit(event);
    this.#showCall(event, rules, lineage.visit(event));
  }

  #showNew(event: Event, outcome: number, rules: readonly string[]): void {
    const caller = this.#showCall(event, rules, this.#collectors.lineage.visit(event));
    this.#learn(event, outcome, caller);
    const asked = this.#pass(event);
    if ((asked & ~GATE.glance) !== GATE.counted) this.#gate.count();
    if (rules.length > 0) this.#addRules(event, rules);
    if ((asked & GATE.glance) !== 0) this.#collectors.coverage.glance(event);
  }

  #showKnown(event: Event, outcome: number, rules: readonly string[]): void {
    const { lineage, coverage } = this.#collectors;
    this.#gate.count();
    const mints = (outcome & ASKS_FOR_LINEAGE) === 0 ? NO_MINTS : lineage.visit(event);
    if ((outcome & GATE.glance) !== 0) coverage.glance(event);
    if (rules.length > 0) this.#addRules(event, rules);
    if (rules.length > 0 || (outcome & GATE.noticed) !== 0) this.#showCall(event, rules, mints);
    else this.#gate.touchSigner();
  }

  /** Shows who made the call, and what it minted; the caller in the index. */
  #showCall(event: Event, rules: readonly string[], mints: readonly Mint[]): number {
    const { index, copies } = this.#collectors;
    const call = index.visit(event);
    copies?.visit(event, call, rules);
    copies?.follow(mints, call);
    return call.caller;
  }

  #addRules(event: Event, rules: readonly string[]): void {
    const { origin } = this.#origins[this.#gate.origin]!;
    if (origin !== null) this.#collectors.activity.addRules(event, origin.context, rules);
  }

  /** Says what is new of the event, when all but activity and coverage have visited it; `caller` is that in the index. */
  #learn(event: Event, outcome: number, caller: number): void {
    if (this.#calls.length === GATE_ROOM || this.#origins.length === GATE_ROOM) {
      this.#forget(event.generation);
      this.#learn(event, this.#gate.pass(event), caller);
      return;
    }
    if ((outcome & GATE.newCall) !== 0) this.#learnCall(event);
    if ((outcome & GATE.newOrigin) !== 0) this.#learnOrigin(event, caller);
  }

  #learnCall(event: Event): void {
    const { activity, coverage } = this.#collectors;
    this.#calls.push(activity.callOf(event));
    this.#gate.learnCall({ flags: this.#callFlags(event), group: coverage.groupOf(event) });
  }

  #learnOrigin(event: Event, caller: number): void {
    const { activity, lineage } = this.#collectors;
    const known = { origin: activity.originOf(event), use: lineage.useOf(event) };
    this.#origins.push(known);
    this.#gate.learnOrigin({
      flags: this.#originFlags(event, known),
      context: known.origin?.context ?? null,
      signer: this.#signer(caller),
      firstMs: known.use?.first.ref.timeMs ?? -Infinity,
    });
  }

  #callFlags(event: Event): number {
    const { lineage, coverage, index } = this.#collectors;
    const taking = index.takesAway(event) ? CALL_FLAG.taking : 0;
    const minting = lineage.isMintingCall(event) ? CALL_FLAG.minting : 0;
    return taking | minting | (coverage.needsGlance(event) ? CALL_FLAG.glance : 0);
  }

  #originFlags(event: Event, { origin, use }: KnownOrigin): number {
    const indifferent = this.#collectors.lineage.mintsUntold(event) ? ORIGIN_FLAG.indifferent : 0;
    if (origin === null && use === null) return indifferent;
    const hourly = use === null || use.hours === null ? 0 : ORIGIN_FLAG.hourly;
    return indifferent | ORIGIN_FLAG.used | hourly;
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
    const { activity, lineage, coverage } = this.#collectors;
    this.#gate.eachCall((context, call, span) => {
      activity.widen(context, this.#calls[call]!, span);
    });
    this.#gate.eachUse((number, _day, span) => {
      const { origin, use } = this.#origins[number]!;
      if (origin !== null) activity.widen(origin.context, origin.values, span);
      if (use !== null) lineage.widen(use, span.lastMs);
    });
    this.#gate.eachHour(
      (group, hour) => {
        coverage.fill(group, hour);
      },
      (number, hour) => {
        this.#origins[number]!.use?.hours?.add(hour);
      },
    );
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
