/** Made-up trails that some rule of the tests' own matches, and the files they come in. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '../../src/json.ts';

/** A record like those of AWS. Equal numbers give equal records. */
export function madeEvent(n: number): Record<string, Json> {
  const hash = createHash('md5').update(`event ${n}`).digest('hex');
  return {
    eventVersion: '1.09',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEEXAMPLE000',
      arn: `arn:aws:iam::111122223333:user/user-${n % 3}`,
      accountId: '111122223333',
      accessKeyId: `AKIAEXAMPLE00000000${n % 3}`,
      userName: `user-${n % 3}`,
    },
    eventTime: new Date(Date.UTC(2024, 4, 1, 10) + n * 1000).toISOString().replace('.000Z', 'Z'),
    eventSource: 'iam.amazonaws.com',
    eventName: n % 2 === 0 ? 'MadeEven' : 'MadeOdd',
    awsRegion: 'us-east-1',
    sourceIPAddress: `192.0.2.${n % 200}`,
    userAgent: 'aws-cli/2.15.0',
    requestParameters: { userName: `target-${n % 7}` },
    responseElements: null,
    eventID: `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
  };
}

/** A record with changes. */
export function changedEvent(n: number, changes: Readonly<Record<string, Json>>): Record<string, Json> {
  return { ...madeEvent(n), ...changes };
}

export function logFile(records: readonly unknown[]): string {
  return JSON.stringify({ Records: records });
}

/** Writes a file below `folder`, with the folders in between; returns its path. */
export function place(folder: string, name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** A rule for every made-up event with an even number, one for all, and a correlation of many by one user. */
export const MADE_RULES = `
title: Even event
id: 5b7a3c52-58f5-4fd5-9f5a-0a4c47c6a001
status: test
level: high
logsource: { product: aws, service: cloudtrail }
detection:
  one: { eventSource: iam.amazonaws.com, eventName: MadeEven }
  condition: one
fields: [requestParameters.userName]
---
title: Any made event
id: 5b7a3c52-58f5-4fd5-9f5a-0a4c47c6a002
name: any_made
status: test
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  one: { eventName|startswith: Made }
  condition: one
---
title: Many made events
id: 5b7a3c52-58f5-4fd5-9f5a-0a4c47c6a003
status: test
level: medium
correlation:
  type: event_count
  rules: [any_made]
  group-by: [userIdentity.userName]
  timespan: 1m
  generate: true
  condition: { gte: 5 }
`;

/** Fewer (small) files are read without threads. */
export const LEAST_FILES_FOR_THREADS: number = 40;
