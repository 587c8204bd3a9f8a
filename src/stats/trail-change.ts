/** Calls that make CloudTrail record less, or elsewhere: what may stand before a gap. */

/** One such call. */
export interface TrailChange {
  readonly timeMs: number;
  readonly eventName: string;
  /** `''` when the call succeeded. */
  readonly errorCode: string;
  readonly account: string;
  readonly region: string;
  readonly credential: string;
  readonly principal: string;
  readonly sourceIPAddress: string;
  readonly eventId: string;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html */
const NAMES = new Set([
  'StopLogging',
  'DeleteTrail',
  'UpdateTrail',
  'PutEventSelectors',
  'StopEventDataStoreIngestion',
  'DeleteEventDataStore',
  'UpdateEventDataStore',
]);

export function isTrailChange(eventSource: string, eventName: string): boolean {
  return eventSource === 'cloudtrail.amazonaws.com' && NAMES.has(eventName);
}

/** Nobody changes trails so often; a log that says so must not take the memory. */
const MOST = 5000;

/** The first of them, in order of time; the same whichever list came first. */
export function firstChanges<T extends TrailChange>(changes: readonly T[]): T[] {
  return changes.toSorted(order).slice(0, MOST);
}

/** Keeps the list short while it grows. */
export function addChange<T extends TrailChange>(changes: T[], change: T): T[] {
  changes.push(change);
  return changes.length < 2 * MOST ? changes : firstChanges(changes);
}

function order(a: TrailChange, b: TrailChange): number {
  const [timeA, timeB] = [a.timeMs, b.timeMs].map((ms) => (Number.isNaN(ms) ? Infinity : ms)) as [
    number,
    number,
  ];
  if (timeA !== timeB) return timeA < timeB ? -1 : 1;
  const [textA, textB] = [JSON.stringify(a), JSON.stringify(b)];
  return textA < textB ? -1 : Number(textA > textB);
}
