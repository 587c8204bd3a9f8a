/** Small made-up records, as AWS writes them. */

/** The text of a whole record whose event name is `name`, with strings, brackets and escapes at several depths. */
export function recordNamed(name: string): string {
  return JSON.stringify({
    eventVersion: '1.08',
    userIdentity: {
      type: 'AssumedRole',
      accountId: '111122223333',
      sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/ops' }, attributes: {} },
    },
    eventTime: '2024-05-01T10:00:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName: name,
    userAgent: 'aws-cli/2.15 "quoted" {[',
    requestParameters: { user: 'eve', policy: { statement: [{ effect: 'Allow', text: 'a\\b"c' }] } },
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${name.padStart(12, '0')}`,
    readOnly: false,
  });
}

/** Names for `count` records. */
export function namesOf(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `Action${n}`);
}

/** The layouts that hold bare records, by name. */
export const LAYOUTS: Readonly<Record<string, (records: readonly string[]) => string>> = {
  lines: (records) => records.map((record) => `${record}\n`).join(''),
  array: (records) => `[${records.join(',')}]`,
  'log file': (records) => `{"Records":[${records.join(',')}]}`,
  'spaced log file': (records) => `{\n  "Records": [\n    ${records.join(',\n    ')}\n  ]\n}\n`,
};
