import { expect, test } from 'vitest';
import { KeytrailError } from '../error.ts';
import { parseAddress } from './address.ts';
import { findPrefix, type PrefixTable } from './prefix-table.ts';
import { readUserNetworks, type UserNetworks } from './user.ts';

function at<Value>(table: PrefixTable<Value>, text: string): Value | undefined {
  const address = parseAddress(text);
  return address && findPrefix(table, address)?.value;
}

function list(text: string): UserNetworks {
  return readUserNetworks([{ file: 'list.txt', text }]);
}

const RANGES = JSON.stringify({
  syncToken: '1',
  prefixes: [
    { ip_prefix: '3.5.140.0/22', region: 'ap-northeast-2', service: 'AMAZON', network_border_group: 'x' },
    { ip_prefix: '3.5.140.0/22', region: 'ap-northeast-2', service: 'S3' },
    { ip_prefix: '3.5.140.0/22', region: 'ap-northeast-2', service: 'EC2' },
    { ip_prefix: '18.184.0.0/15', region: 'eu-central-1', service: 'EC2' },
    { ip_prefix: '18.184.1.0/24', region: 'eu-central-1', service: 'AMAZON' },
    { ip_prefix: '52.94.76.0/22', region: 'us-west-2', service: 'AMAZON' },
  ],
  ipv6_prefixes: [{ ipv6_prefix: '2600:1f18::/33', region: 'us-east-1', service: 'EC2' }],
});

test('a list has a prefix or address a line, names and comments', () => {
  const { listed, files } = list(
    '\uFEFF# ours\r\n198.51.100.0/24, London, 2nd floor\r\n\r\n2001:db8::7 # printer\r\n',
  );
  expect(at(listed, '198.51.100.9')).toEqual({ kind: 'corporate', name: 'London, 2nd floor' });
  expect(at(listed, '2001:db8::7')).toEqual({ kind: 'corporate', name: null });
  expect(at(listed, '2001:db8::8')).toBeUndefined();
  expect(files).toEqual([{ file: 'list.txt', prefixes: 2 }]);
});

test("Tor's own exit list is known by its lines", () => {
  const text =
    'ExitNode ABC\nPublished 2026-01-01 00:00:00\nLastStatus 2026-01-01\nExitAddress 192.0.2.5 2026-01-01\n';
  expect(at(list(text).listed, '192.0.2.5')).toEqual({ kind: 'tor', name: null });
});

test('of two entries the longer prefix wins, then the later one', () => {
  const { listed } = readUserNetworks([
    { file: 'a', text: '10.0.0.0/8 wide\n10.1.0.0/16 first\n' },
    { file: 'b', text: '10.1.0.0/16 second', kind: 'vpn' },
  ]);
  expect(at(listed, '10.1.2.3')).toEqual({ kind: 'vpn', name: 'second' });
  expect(at(listed, '10.2.0.0')?.name).toBe('wide');
});

test("AWS's ranges tell the service that says most", () => {
  const { aws } = list(RANGES);
  expect(at(aws, '3.5.141.1')).toEqual({ service: 'S3', region: 'ap-northeast-2' });
  expect(at(aws, '18.184.1.1')).toEqual({ service: 'EC2', region: 'eu-central-1' });
  expect(at(aws, '52.94.76.1')).toEqual({ service: 'AMAZON', region: 'us-west-2' });
  expect(at(aws, '2600:1f18::1')?.region).toBe('us-east-1');
  expect(at(aws, '9.9.9.9')).toBeUndefined();
});

test.each([
  ['192.0.2.0/24\nfoo bar', 'list.txt:2: "foo" is not an address or a CIDR prefix.'],
  ['192.0.2.0/33', 'list.txt:1: "192.0.2.0/33" is not an address or a CIDR prefix.'],
  ['10.1.2.3/8', 'list.txt:1: "10.1.2.3/8" has bits set beyond /8.'],
  ['{', 'list.txt: not valid JSON'],
  ['{"a":1}', 'list.txt: a JSON object without "prefixes"'],
  ['{"prefixes":[{"ip_prefix":"x"}]}', 'list.txt: prefixes[0] needs "ip_prefix", "service" and "region".'],
])('a slip is named with its place: %j', (text, message) => {
  expect(() => list(text)).toThrow(KeytrailError);
  expect(() => list(text)).toThrow(message);
});

test('a prefix with stray bits comes with the likely one', () => {
  expect(() => list('10.1.2.3/8')).toThrow(expect.objectContaining({ hint: 'Did you mean 10.0.0.0/8?' }));
});
