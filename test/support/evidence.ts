/** Evidence events for tests: from the sample logs, and made up. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { EvidenceEvent } from '../../src/investigate/evidence.ts';
import type { Actor } from '../../src/investigate/incident.ts';
import { textAt } from '../../src/investigate/values.ts';
import type { JsonObject } from '../../src/json.ts';
import type { Lineage } from '../../src/lineage/lineage.ts';

const SAMPLES = new URL('../../../shared/data/', import.meta.url);

export const areSamplesHere: boolean = existsSync(SAMPLES);

function linesOf(file: string): JsonObject[] {
  const lines = gunzipSync(readFileSync(new URL(file, SAMPLES)))
    .toString()
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as JsonObject);
}

/** A sample's records as evidence: what its labels call an attack is the intruder's, what they call benign the owner's. */
export function sampleEvidence(name: string, hasLabels = true): EvidenceEvent[] {
  const labels = new Map(
    hasLabels
      ? linesOf(`${name}.labels.ndjson.gz`).map((line) => [textAt(line, 'eventID'), textAt(line, 'label')])
      : [],
  );
  return linesOf(`${name}.ndjson.gz`).map((record, n) => {
    const label = labels.get(textAt(record, 'eventID')) ?? 'attack';
    const actor = label.startsWith('attack')
      ? 'intruder'
      : label.startsWith('benign')
        ? 'owner'
        : 'undecided';
    return evidenceOf(record, actor, n + 1);
  });
}

export function evidenceOf(record: JsonObject, actor: Actor = 'intruder', number = 1): EvidenceEvent {
  const { userIdentity } = record as { userIdentity?: { accessKeyId?: string } };
  return {
    ref: {
      eventId: textAt(record, 'eventID'),
      timeMs: Date.parse(textAt(record, 'eventTime')),
      file: 'sample.ndjson.gz',
      record: number,
    },
    record,
    credential: userIdentity?.accessKeyId ?? 'console:arn@time',
    actor,
    reason: 'The sample’s label says so.',
    rules: [],
  };
}

export interface Made {
  readonly call: string;
  readonly request?: JsonObject | null;
  readonly response?: JsonObject | null;
  readonly error?: string;
  readonly message?: string;
  readonly actor?: Actor;
  readonly minute?: number;
  readonly region?: string;
  readonly readOnly?: boolean;
  readonly address?: string;
  readonly agent?: string;
  readonly more?: JsonObject;
}

let count = 0;

/** A made-up event: `{ call: 'iam:CreateUser', request: { userName: 'eve' } }`. */
export function made(of: Made): EvidenceEvent {
  const [service = '', name = ''] = of.call.split(':');
  const minute = of.minute ?? 0;
  return evidenceOf(
    {
      eventVersion: '1.08',
      userIdentity: {
        type: 'IAMUser',
        arn: 'arn:aws:iam::111122223333:user/alice',
        userName: 'alice',
        accountId: '111122223333',
        accessKeyId: 'AKIAALICE00000EXAMPLE',
      },
      eventTime: new Date(Date.UTC(2024, 4, 1, 10, minute)).toISOString(),
      eventSource: `${service}.amazonaws.com`,
      eventName: name,
      awsRegion: of.region ?? 'us-east-1',
      sourceIPAddress: of.address ?? '203.0.113.7',
      userAgent: of.agent ?? 'aws-cli/2.15.0',
      requestParameters: of.request ?? null,
      responseElements: of.response ?? null,
      eventID: `made-${String(++count).padStart(6, '0')}`,
      recipientAccountId: '111122223333',
      ...(of.readOnly === undefined ? {} : { readOnly: of.readOnly }),
      ...(of.error === undefined ? {} : { errorCode: of.error }),
      ...(of.message === undefined ? {} : { errorMessage: of.message }),
      ...of.more,
    },
    of.actor ?? 'intruder',
    minute + 1,
  );
}

export const NO_LINEAGE: Lineage = {
  credentials: new Map(),
  folded: new Map(),
  edges: [],
  coverage: { temporary: 0, joined: 0, unjoined: [] },
};
