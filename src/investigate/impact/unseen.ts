/** What may have happened without an event, and regions that only the intruder used. */
import type { Action } from '../action.ts';
import { countOf, value } from '../call.ts';
import { timesOf } from '../evidence.ts';
import { groupBy } from '../../group-by.ts';
import { counted, distinct, some, timeText } from '../names.ts';
import type { Draft } from './draft.ts';

/** What the logs as a whole say, beyond the events of the compromised credentials. */
export interface Surroundings {
  /** Buckets with data events in the logs, by whomever, as `account/bucket`. */
  readonly loggedBuckets: ReadonlySet<string>;
  /** Regions in which anybody but the intruder made calls, by account; accounts of which nothing is known are absent. */
  readonly usualRegions: ReadonlyMap<string, ReadonlySet<string>>;
}

const OBJECT_CALL =
  /^(?:Get|Put|Delete|Head|Copy|Restore|Select)Objects?|^ListObject|^UploadPart|MultipartUpload$/;

/** What the events themselves say of their surroundings: the least that is known. */
export function surroundingsOf(actions: readonly Action[]): Surroundings {
  const owner = actions.filter(({ event }) => event.actor === 'owner');
  return {
    loggedBuckets: new Set(
      actions
        .filter(({ service, name }) => service === 's3' && OBJECT_CALL.test(name))
        .map((action) => `${action.account}/${value(action, 'bucketName')}`),
    ),
    usualRegions: new Map(
      [...groupBy(owner, ({ account }) => account)].map(([account, of]) => [
        account,
        new Set(of.map(({ region }) => region)),
      ]),
    ),
  };
}

const HOUR = 3_600_000;

/**
 * Buckets the intruder saw, and accounts in which it could list buckets, of which the logs hold no data events. Whether
 * their objects were read is not known; that is not the same as that they were not.
 */
export function unseenOf(actions: readonly Action[], { loggedBuckets }: Surroundings): Draft[] {
  const touched = actions.filter(
    ({ service, outcome, event }) =>
      service === 's3' && outcome === 'succeeded' && event.actor === 'intruder',
  );
  const unlogged = touched.filter(
    (action) => !loggedBuckets.has(`${action.account}/${value(action, 'bucketName')}`),
  );
  return unlogged.map((action) => {
    const bucket = value(action, 'bucketName');
    return {
      class: 'read',
      certainty: 'not observable',
      service: 's3',
      resource: bucket,
      account: action.account,
      region: bucket === '' ? '' : action.region,
      rotate: false,
      actions: [action],
      says: (all) =>
        `Access to objects of ${bucket === '' ? 'the buckets of the account' : 'this bucket'} is possible and cannot be excluded: the logs hold no data events of ${bucket === '' ? 'them' : 'it'} (hours with the intruder: ${hoursText(all)}).`,
    };
  });
}

function hoursText(actions: readonly Action[]): string {
  const hours = new Set(
    actions.flatMap(({ event }) => timesOf(event).map((timeMs) => Math.floor(timeMs / HOUR))),
  );
  return some(distinct([...hours].map((hour) => timeText(hour * HOUR).replace(':00:00', ' h'))), 6);
}

/** Calls that change something, in regions that nobody else used. */
export function regionsOf(actions: readonly Action[], { usualRegions }: Surroundings): Draft[] {
  return actions
    .filter(
      ({ account, region, readOnly, outcome, event }) =>
        event.actor === 'intruder' &&
        outcome === 'succeeded' &&
        !readOnly &&
        region !== '' &&
        usualRegions.get(account)?.has(region) === false,
    )
    .map((action) => ({
      class: 'created',
      certainty: 'confirmed',
      service: '',
      resource: '',
      account: action.account,
      region: action.region,
      rotate: false,
      actions: [action],
      says: (all) =>
        `Region ${action.region} is used by nobody else in these logs; ${counted(countOf(all), 'call')} changed something there: ${some(distinct(all.map(({ id }) => id)))}.`,
    }));
}
