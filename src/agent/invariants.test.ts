/** What must not change the reading of a user agent, held against generated agents of every layout. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAgent } from './parse.ts';

const version = fc.tuple(fc.nat(40), fc.nat(300), fc.nat(99)).map((parts) => parts.join('.'));
const ids = fc.uniqueArray(
  fc.constantFrom(
    'A',
    'B',
    'C',
    'E',
    'Z',
    'b',
    'e',
    'g',
    'i',
    'n',
    'o',
    'r',
    's',
    '0',
    'AA',
    'AC',
    'AN',
    'AW',
  ),
  { maxLength: 8 },
);
const layout = fc.constantFrom<(sdk: string, features: string) => string>(
  (v, m) =>
    `aws-cli/${v} ua/2.1 os/linux#6.1.0-18-amd64 md/arch#x86_64 lang/python#3.11.6 m/${m} sid/4c55b1738b6d`,
  (v, m) =>
    `Boto3/${v} md/Botocore#${v} ua/2.1 os/macos#24.3.0 m/${m} exec-env/AWS_Lambda_python3.11 Botocore/${v}`,
  (v, m) => `aws-sdk-go-v2/${v} ua/2.1 os/linux lang/go#1.24.1 md/GOARCH#arm64 api/sts#1.33.17 m/${m}`,
  (v, m) => `aws-sdk-js/${v} ua/2.1 os/win32#10.0 lang/js md/nodejs#20.15.1 api/s3#${v} m/${m} app/billing`,
  (v, m) =>
    `APN/1.0 HashiCorp/1.0 Terraform/${v} (+https://www.terraform.io) aws-sdk-go-v2/1.39.0 os/linux m/${m}`,
  (v, m) =>
    `Scout-Suite/${v} md/Botocore#1.34.0 m/${m} Scout Suite/${v} (https://github.com/nccgroup/ScoutSuite)`,
);

test('the order of the feature ids, which is random per process, changes nothing', () => {
  const shuffled = ids.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(layout, version, shuffled, (write, v, [list, other]) => {
      const agent = parseAgent(write(v, list.join(',')));
      expect(parseAgent(write(v, other.join(',')))).toEqual(agent);
      expect(parseAgent(write(v, list.toReversed().join(',')))).toEqual(agent);
    }),
  );
});

test('the brackets that S3 adds change nothing', () => {
  const written = fc.tuple(layout, version, ids).map(([write, v, list]) => write(v, list.join(',')));
  const anything = fc.oneof(
    written,
    fc.string({ maxLength: 200 }),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  fc.assert(
    fc.property(anything, (raw) => {
      expect(parseAgent(`[${raw}]`)).toEqual(parseAgent(raw));
    }),
  );
});

test('a closing bracket lost to the length limit changes nothing', () => {
  fc.assert(
    fc.property(layout, version, (write, v) => {
      expect(parseAgent(`[${write(v, 'g')}`)).toEqual(parseAgent(write(v, 'g')));
    }),
  );
});

test('a new patch version leaves the families as they were, a new minor version the second', () => {
  fc.assert(
    fc.property(layout, fc.nat(40), fc.nat(300), fc.nat(99), ids, (write, major, minor, patch, list) => {
      const agent = parseAgent(write(`${major}.${minor}.${patch}`, list.join(',')));
      const patched = parseAgent(write(`${major}.${minor}.${patch + 1}`, list.join(',')));
      const updated = parseAgent(write(`${major}.${minor + 1}.0`, list.join(',')));
      expect(patched).toEqual(agent);
      expect(updated.family2).toBe(agent.family2);
      expect(updated.family3).not.toBe(agent.family3);
    }),
  );
});
