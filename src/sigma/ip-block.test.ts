import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBlock, parseBlock, parseIp } from './ip-block.ts';

function lies(address: string, block: string): boolean {
  const [ip, parsed] = [parseIp(address), parseBlock(block)];
  if (ip === undefined || parsed === undefined) throw new Error(`${address} or ${block} is not read`);
  return inBlock(ip, parsed);
}

describe('IP blocks', () => {
  it.each([
    ['0.0.0.0', '0.0.0.0/0', true],
    ['255.255.255.255', '0.0.0.0/0', true],
    ['10.255.255.255', '10.0.0.0/8', true],
    ['11.0.0.0', '10.0.0.0/8', false],
    ['172.31.255.255', '172.16.0.0/12', true],
    ['172.32.0.0', '172.16.0.0/12', false],
    ['192.0.2.1', '192.0.2.0/31', true],
    ['192.0.2.2', '192.0.2.0/31', false],
    ['10.9.9.9', '10.1.2.3/8', true],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['::1', '::/0', true],
    ['::1', '::1', true],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.0/120', true],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8/128', true],
    ['192.0.2.1', '::/0', false],
    ['::1', '0.0.0.0/0', false],
  ])('%s in %s: %s', (address, block, expected) => {
    expect(lies(address, block)).toBe(expected);
  });

  it.each([
    '',
    'AWS Internal',
    'iam.amazonaws.com',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.4 ',
    ':',
    ':::',
    '1::2::3',
    '12345::',
    'g::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1.2.3.4::',
    'fe80::1%eth0',
  ])('takes %j for no address', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  it.each(['10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0.0/', '::/129', '/8', '10.0.0.0/x'])(
    'takes %j for no block',
    (text) => {
      expect(parseBlock(text)).toBeUndefined();
    },
  );

  it('agrees with comparing the bits one by one', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, other, bits) => {
        const near = lies(address, `${other}/${bits}`);
        expect(near).toBe(binary(address).slice(0, bits) === binary(other).slice(0, bits));
      }),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => [parseIp(text), parseBlock(text)]).not.toThrow();
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        expect(parseIp(text)).toHaveLength(16);
      }),
    );
  });
});

function binary(address: string): string {
  return address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
}
