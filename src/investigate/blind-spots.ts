/** What could not be seen, and why it matters: the section that every result has. */
import type { InputProblem, InputTally } from '../cloudtrail/problem.ts';
import { PROBLEM_KINDS } from '../cloudtrail/problem.ts';
import type { LineageCoverage } from '../lineage/lineage.ts';
import { redactText } from '../redact.ts';
import { compareText } from './call.ts';
import { groupBy } from '../group-by.ts';
import type { BlindSpot } from './incident.ts';
import { counted, some, timeText } from './names.ts';

/** What the passes over the logs found out about the logs. All times are in milliseconds since 1970 (UTC). */
export interface Sight {
  readonly problems: readonly InputProblem[];
  readonly tally: Pick<InputTally, 'brokenRecords' | 'foreignFiles'>;
  /** Silence where there usually are events; `account` and `region` are `''` for all. */
  readonly gaps: readonly {
    readonly account: string;
    readonly region: string;
    readonly fromMs: number;
    readonly toMs: number;
    /** Whether it lasts until the end of the logs. */
    readonly isOpen: boolean;
  }[];
  /** Calls that make CloudTrail record less (StopLogging …) or more again (StartLogging). */
  readonly trailChanges: readonly {
    readonly timeMs: number;
    readonly eventName: string;
    /** `''` when the call succeeded. */
    readonly errorCode: string;
    readonly account: string;
    readonly region: string;
    /** Name or ARN of the trail or event data store, `''` where it is not known. */
    readonly trail: string;
    readonly principal: string;
  }[];
  /** Accounts with events, and of which services there are data events (`s3`, `dynamodb`, `lambda` …). */
  readonly accounts: readonly { readonly account: string; readonly dataServices: readonly string[] }[];
  /** Events of the incident whose parameters CloudTrail left out or cut (`omitted`, or more than it records). */
  readonly truncated: readonly {
    readonly account: string;
    readonly region: string;
    readonly timeMs: number;
  }[];
  readonly lineage: LineageCoverage;
  /** Credentials made by calls of the incident that may be the owner's or the intruder's. */
  readonly openMints: readonly {
    /** Id of the new credential (see lineage). */
    readonly child: string;
    /** Of the principal that made it. */
    readonly account: string;
    readonly timeMs: number;
  }[];
  /** Subjects of findings of which there are no days before the first suspicious one to compare with. */
  readonly withoutHistory: readonly {
    readonly subject: string;
    readonly account: string;
    readonly firstMs: number;
  }[];
  /** Rules that could not be used, each as one sentence. */
  readonly ruleProblems: readonly string[];
  /** First and last time of all events; `null` without events. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

const KINDS: readonly BlindSpot['kind'][] = [
  'logging-stopped',
  'gap',
  'skipped-file',
  'no-data-events',
  'truncated',
  'no-history',
  'unjoined',
  'rule',
  'retention',
];

/** Every blind spot, the gravest kind first, then by account, region and time. */
export function blindSpotsOf(sight: Sight): BlindSpot[] {
  const spots = [
    ...stoppedLogging(sight),
    ...gaps(sight),
    ...skipped(sight),
    ...withoutData(sight),
    ...truncated(sight),
    ...withoutHistory(sight),
    ...openMints(sight),
    ...unjoined(sight),
    ...sight.ruleProblems.map((problem) => everywhere('rule', `A rule was not used: ${problem}`)),
    ...retention(sight),
  ];
  return spots.map((spot) => ({ ...spot, sentence: redactText(spot.sentence) })).toSorted(inOrder);
}

/** The blind spots of the logs as a whole with those of one incident. */
export function withSpotsOf(
  whole: readonly BlindSpot[],
  incident: Pick<Sight, 'truncated' | 'withoutHistory' | 'openMints'>,
): BlindSpot[] {
  const own = [...truncated(incident), ...withoutHistory(incident), ...openMints(incident)];
  return [...whole, ...own.map((spot) => ({ ...spot, sentence: redactText(spot.sentence) }))].toSorted(
    inOrder,
  );
}

function inOrder(a: BlindSpot, b: BlindSpot): number {
  return (
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    compareText(a.account, b.account) ||
    compareText(a.region, b.region) ||
    (a.fromMs ?? 0) - (b.fromMs ?? 0) ||
    compareText(a.sentence, b.sentence)
  );
}

function everywhere(kind: BlindSpot['kind'], sentence: string): BlindSpot {
  return { kind, account: '', region: '', fromMs: null, toMs: null, sentence };
}

const STOPPING = new Set([
  'StopLogging',
  'DeleteTrail',
  'StopEventDataStoreIngestion',
  'DeleteEventDataStore',
]);
const STARTING = new Set([
  'StartLogging',
  'CreateTrail',
  'StartEventDataStoreIngestion',
  'RestoreEventDataStore',
]);

/** From each stop to the next start of the same trail; other changes as points in time. */
function stoppedLogging({ trailChanges, toMs }: Sight): BlindSpot[] {
  const done = trailChanges
    .filter(({ errorCode }) => errorCode === '')
    .toSorted((a, b) => a.timeMs - b.timeMs || compareText(JSON.stringify(a), JSON.stringify(b)));
  return done.flatMap((change, n): BlindSpot[] => {
    const { eventName, account, region, trail, timeMs, principal } = change;
    if (STARTING.has(eventName)) return [];
    const name = trail === '' ? 'a trail whose name is not known' : trail;
    const spot = { kind: 'logging-stopped', account, region, fromMs: timeMs } as const;
    if (!STOPPING.has(eventName)) {
      const sentence = `What ${name} records was changed by ${principal} (${eventName}): from then on the logs may hold less.`;
      return [{ ...spot, toMs: null, sentence }];
    }
    const start = done
      .slice(n + 1)
      .find(
        (other) =>
          STARTING.has(other.eventName) && other.account === account && nameOf(other.trail) === nameOf(trail),
      );
    const until = start === undefined ? 'to the end of the logs' : `until ${start.eventName}`;
    return [
      {
        ...spot,
        toMs: start?.timeMs ?? toMs,
        sentence: `${name} did not record ${until} (${eventName} by ${principal}). Another trail may have recorded, and the event history of CloudTrail keeps management events for 90 days.`,
      },
    ];
  });
}

function nameOf(trail: string): string {
  return trail.slice(trail.lastIndexOf('/') + 1);
}

function gaps(sight: Sight): BlindSpot[] {
  return sight.gaps.map(({ account, region, fromMs, toMs, isOpen }) => ({
    kind: 'gap',
    account,
    region,
    fromMs,
    toMs,
    sentence: `No events${region === '' ? '' : ` in ${region}`}${account === '' ? ' at all' : ` of account ${account}`}, where there usually are some${isOpen ? ', up to the end of the logs' : ''}: logs may be missing.`,
  }));
}

function skipped({ problems, tally }: Sight): BlindSpot[] {
  const spots = problems.map(({ kind, file, detail }) =>
    everywhere('skipped-file', `${file} ${PROBLEM_KINDS[kind]}: ${detail}`),
  );
  if (tally.brokenRecords > 0) {
    spots.push(
      everywhere(
        'skipped-file',
        `${counted(tally.brokenRecords, 'record')} could not be read and were left out.`,
      ),
    );
  }
  if (tally.foreignFiles > 0) {
    spots.push(everywhere('skipped-file', `${counted(tally.foreignFiles, 'file')} held no CloudTrail logs.`));
  }
  return spots;
}

/** Services whose reads and writes of data are recorded only where the owner asked for it. */
const DATA_SERVICES = [
  ['s3', 'objects in S3 buckets'],
  ['dynamodb', 'items in DynamoDB tables'],
  ['lambda', 'invocations of Lambda functions'],
] as const;

function withoutData({ accounts, fromMs, toMs }: Sight): BlindSpot[] {
  return accounts.flatMap(({ account, dataServices }): BlindSpot[] => {
    const missing = DATA_SERVICES.filter(([service]) => !dataServices.includes(service)).map(
      ([, what]) => what,
    );
    if (missing.length === 0) return [];
    const sentence = `The logs of account ${account} hold no events on ${some(missing)}. That such access is not in the logs does not mean that there was none.`;
    return [{ kind: 'no-data-events', account, region: '', fromMs, toMs, sentence }];
  });
}

function truncated(sight: Pick<Sight, 'truncated'>): BlindSpot[] {
  return sight.truncated.map(({ account, region, timeMs }) => ({
    kind: 'truncated',
    account,
    region,
    fromMs: timeMs,
    toMs: timeMs,
    sentence:
      'CloudTrail left out parameters of a call of the intruder that were too long: what it was for is not known in full.',
  }));
}

function withoutHistory(sight: Pick<Sight, 'withoutHistory'>): BlindSpot[] {
  return sight.withoutHistory.map(({ subject, account, firstMs }) => ({
    kind: 'no-history',
    account,
    region: '',
    fromMs: firstMs,
    toMs: null,
    sentence: `The logs hold no earlier use of ${subject}: what is usual for it is not known.`,
  }));
}

/** What undecided calls made is not among the credentials of an incident: it says so, for each account. */
function openMints(sight: Pick<Sight, 'openMints'>): BlindSpot[] {
  return [...groupBy(sight.openMints, ({ account }) => account)].map(([account, mints]) => {
    const times = mints.map(({ timeMs }) => timeMs);
    const made = counted(mints.length, 'credential');
    return {
      kind: 'unjoined',
      account,
      region: '',
      fromMs: Math.min(...times),
      toMs: Math.max(...times),
      sentence: `Whether the owner or the intruder made ${made} is open, since both worked there: ${some(mints.map(({ child }) => child))}.`,
    };
  });
}

function unjoined({ lineage }: Sight): BlindSpot[] {
  return lineage.unjoined
    .filter(({ count }) => count > 0)
    .map(({ reason, count }) =>
      everywhere(
        'unjoined',
        `${counted(count, 'temporary credential')} of ${lineage.temporary} could not be joined to what minted them: ${reason}`,
      ),
    );
}

/** What happened before the first event is out of sight in any case. */
function retention({ fromMs, toMs }: Sight): BlindSpot[] {
  if (fromMs === null) return [everywhere('retention', 'There are no events at all.')];
  return [
    {
      kind: 'retention',
      account: '',
      region: '',
      fromMs: null,
      toMs: fromMs,
      sentence: `The logs begin at ${timeText(fromMs)}. Earlier use of the credentials${toMs === null ? '' : ', and use after the logs end,'} is not in them.`,
    },
  ];
}
