/** Counts events, one by one. */
import { credentialOf, principalOf } from '../cloudtrail/identity.ts';
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import type { HotField } from '../cloudtrail/fields.ts';
import { agentText } from './agent-text.ts';
import { Counts } from './counts.ts';
import type { PackedCounts } from './counts.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';
import type { Marks } from './sum-table.ts';
import { TemporaryKeys } from './temporary-keys.ts';
import { addChange, isTrailChange } from './trail-change.ts';
import { UserNumbers } from './user.ts';

const HOUR_MS = 3_600_000;

/** Error codes of calls that were refused for want of rights, as the services spell them. */
const DENIED = /denied|unauthori[sz]ed|not_?authori[sz]ed|forbidden/i;

export class Collector {
  readonly #counts = new Counts();
  readonly #users = new UserNumbers(this.#counts.names.user);
  readonly #owner = this.#numbers('recipientAccountId', 'account');
  readonly #caller = this.#numbers('userIdentity.accountId', 'account');
  readonly #region = this.#numbers('awsRegion', 'region');
  readonly #source = this.#numbers('eventSource', 'source');
  readonly #call = this.#numbers('eventName', 'call');
  readonly #code = this.#numbers('errorCode', 'code');
  readonly #category = this.#numbers('eventCategory', 'category');
  readonly #address = this.#numbers('sourceIPAddress', 'address');
  readonly #principal = this.#numbers('userIdentity.arn', 'principal');
  readonly #agent = new FieldNumbers(FIELD['userAgent'], (raw) =>
    this.#counts.names.agent.number(agentText(raw)),
  );
  readonly #readOnly = new FieldNumbers(FIELD['readOnly'], (text) => ['true', 'false'].indexOf(text) + 1);
  readonly #isDenied = new FieldNumbers(FIELD['errorCode'], (code) => Number(DENIED.test(code)));
  readonly #keys = new TemporaryKeys((user, key) => {
    this.#counts.keysOf(user).add(key);
  });
  /** For each pair of source and name, whether it is a change to a trail. */
  readonly #changes: boolean[] = [];
  readonly #marks: Marks = { timeMs: 0, error: 0, denied: 0, read: 0, write: 0 };

  /** Counts an event. Whoever calls sees to it that each event is counted once. */
  add(event: Event): void {
    const { pairs, sums } = this.#counts;
    const marks = this.#mark(event);
    const user = this.#users.of(event);
    const place = pairs.place.add(this.#account(event), this.#region.of(event), 1);
    const api = pairs.api.add(this.#source.of(event), this.#call.of(event), 1);
    const address = this.#address.of(event);
    const agent = this.#agent.of(event);
    pairs.apiCategory.add(api, this.#category.of(event), 1);
    pairs.userAddress.add(user, address, 1);
    pairs.userAgent.add(user, agent, 1);
    pairs.userApi.add(user, api, 1);
    pairs.userPlace.add(user, place, 1);
    if (this.#users.isOwnKey(event)) pairs.userPrincipal.add(user, this.#principal.of(event), 1);
    sums.user.add(user, marks);
    sums.place.add(place, marks);
    sums.api.add(api, marks);
    sums.address.add(address, marks);
    sums.agent.add(agent, marks);
    this.#addTime(marks.timeMs, user, place);
    if (marks.error !== 0) this.#addError(event, api, marks);
    if (this.#isChange(event, api)) this.#addChange(event);
    if (this.#users.isTemporary(event)) this.#keys.add(event, user);
  }

  /** What was counted, as plain data. */
  pack(): PackedCounts {
    return this.#counts.pack();
  }

  #mark(event: Event): Marks {
    const marks = this.#marks;
    const readOnly = this.#readOnly.of(event);
    marks.timeMs = event.timeMs;
    marks.error = this.#code.of(event) === 0 ? 0 : 1;
    marks.denied = this.#isDenied.of(event);
    marks.read = readOnly === 1 ? 1 : 0;
    marks.write = readOnly === 2 ? 1 : 0;
    return marks;
  }

  /** Whose log it is; records without it (before version 1.02, exports) name the caller's account only. */
  #account(event: Event): number {
    return this.#owner.of(event) || this.#caller.of(event);
  }

  #addTime(timeMs: number, user: number, place: number): void {
    if (Number.isNaN(timeMs)) {
      this.#counts.undated++;
      return;
    }
    const hour = Math.floor(timeMs / HOUR_MS);
    // Years before 1970 do not occur, but may be written; as 32 bits they stand apart from all others.
    this.#counts.pairs.placeHour.add(place, hour >>> 0, 1);
    this.#counts.pairs.userDay.add(user, Math.floor(hour / 24) >>> 0, 1);
  }

  #addError(event: Event, api: number, marks: Marks): void {
    const code = this.#code.of(event);
    this.#counts.sums.code.add(code, marks);
    this.#counts.pairs.codeApi.add(code, api, 1);
  }

  #isChange(event: Event, api: number): boolean {
    return (this.#changes[api] ??= isTrailChange(
      event.text(FIELD['eventSource']),
      event.text(FIELD['eventName']),
    ));
  }

  #addChange(event: Event): void {
    this.#counts.changes = addChange(this.#counts.changes, {
      timeMs: event.timeMs,
      eventName: event.text(FIELD['eventName']),
      errorCode: event.text(FIELD['errorCode']),
      account: this.#counts.names.account.list[this.#account(event)]!,
      region: event.text(FIELD['awsRegion']),
      credential: credentialOf(event),
      principal: principalOf(event),
      sourceIPAddress: event.text(FIELD['sourceIPAddress']),
      eventId: event.eventId,
    });
  }

  #numbers(field: HotField, names: keyof Counts['names']): FieldNumbers {
    return new FieldNumbers(FIELD[field], (text) => this.#counts.names[names].number(text));
  }
}
