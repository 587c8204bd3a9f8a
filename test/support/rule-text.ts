/** Rules as texts for tests: made short, read, matched. */
import type { JsonObject } from '../../src/json.ts';
import { matchesNaively } from '../../src/sigma/naive.ts';
import type { ReadOptions } from '../../src/sigma/read.ts';
import { readRules } from '../../src/sigma/read.ts';

export const LOGSOURCE = 'logsource: {product: aws, service: cloudtrail}';

export function read(text: string, options?: ReadOptions): ReturnType<typeof readRules> {
  return readRules([{ file: 'r.yml', text }], options);
}

/** Problems as `line:column severity message`. */
export function problemsOf(text: string, options?: ReadOptions): string[] {
  return read(text, options).problems.map(
    ({ severity, place, message }) => `${place.line}:${place.column} ${severity} ${message}`,
  );
}

/** A rule with the given detection, indented by two. */
export function rule(detection: string, head = 'title: t\nid: 11111111-1111-4111-8111-111111111111'): string {
  return `${head}\n${LOGSOURCE}\ndetection:\n${detection.replace(/^/gm, '  ')}\n`;
}

export function matches(text: string, event: JsonObject): boolean {
  const { rules, problems } = read(text);
  const [first] = rules;
  if (first?.type !== 'event') throw new Error(problems.map((problem) => problem.message).join('; '));
  return matchesNaively(first.condition, event);
}

/** A rule with all that a rule can have. */
export const FULL = `title: Access key created
id: 0e95725d-7320-415d-80f7-004da920fc12
name: access_key_created
status: test
description: |
  Says what it means.
references: [https://docs.aws.amazon.com/IAM/]
author: Keytrail
date: 2026-11-23
tags: [attack.persistence, attack.t1098.001]
${LOGSOURCE}
detection:
  selection:
    eventSource: iam.amazonaws.com
    eventName: CreateAccessKey
    errorCode: null
  filter_self:
    userIdentity.userName|fieldref: responseElements.accessKey.userName
  condition: selection and not 1 of filter_*
falsepositives: rotation
level: medium
fields: [requestParameters.userName]
coverage: [B01]
`;
