import { isIP, isIPv4 } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress, isIpv4, networkOf, parseAddress, parsePrefix, type Address } from './address.ts';

const word = fc.nat({ max: 0xffff_ffff });
const anyAddress: fc.Arbitrary<Address> = fc.oneof(
  fc.tuple(word, word, word, word),
  fc.tuple(fc.constant(0), fc.constant(0), fc.constant(0xffff), word),
  fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 0x10000), fc.constantFrom(0, 1), fc.constantFrom(0, 1)),
);
/** Strings made of the pieces of addresses, so that near misses are common. */
const addressLike = fc
  .array(
    fc.constantFrom(
      ':',
      '::',
      '.',
      '0',
      '1',
      '255',
      '256',
      '01',
      'ffff',
      'aBc',
      '12345',
      'g',
      '1.2.3.4',
      ' ',
    ),
    {
      maxLength: 17,
    },
  )
  .map((pieces) => pieces.join(''));

test('a text is an address exactly when Node says so', () => {
  fc.assert(
    fc.property(fc.oneof(addressLike, fc.ipV4(), fc.ipV6(), fc.string({ maxLength: 20 })), (text) => {
      fc.pre(!text.includes('%'));
      expect(parseAddress(text) !== undefined).toBe(isIP(text) !== 0);
    }),
    { numRuns: 3000 },
  );
});

test('an address survives printing and reading', () => {
  fc.assert(
    fc.property(anyAddress, (address) => {
      expect(parseAddress(formatAddress(address))).toEqual(address);
    }),
  );
});

test('IPv6 is read as the URL parser reads it', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const address = parseAddress(text);
      fc.pre(address !== undefined && !isIpv4(address));
      expect(`[${formatAddress(address)}]`).toBe(new URL(`http://[${text}]`).hostname);
    }),
  );
});

test('IPv4 is the same address written plainly or mapped into IPv6', () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      const address = parseAddress(`::ffff:${text}`);
      expect(address).toEqual(parseAddress(text));
      expect(address && formatAddress(address)).toBe(text);
      expect(address && isIpv4(address)).toBe(isIPv4(text));
    }),
  );
});

test.each([
  ['fe80::1%eth0', 'fe80::1'],
  ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['1:0:3:4:5:6:7:8', '1:0:3:4:5:6:7:8'],
  ['::', '::'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
])('%s is written %s', (text, canonical) => {
  const address = parseAddress(text);
  expect(address && formatAddress(address)).toBe(canonical);
});

test.each([
  '',
  '30.*.0.210',
  'AWS Internal',
  '1.2.3.4:443',
  '[::1]',
  ' 1.2.3.4',
  '010.0.0.1',
  'fe80::1%',
  '1.2.3.4%en0',
])('"%s" is not an address', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test('a very long text is refused at once', () => {
  const begun = performance.now();
  for (const piece of ['1.', ':', 'f', '%']) expect(parseAddress(piece.repeat(1_000_000))).toBeUndefined();
  expect(performance.now() - begun).toBeLessThan(200);
});

function binary(address: Address): string {
  return address.map((half) => half.toString(2).padStart(32, '0')).join('');
}

test('the network of a prefix keeps its leading bits and clears the rest', () => {
  fc.assert(
    fc.property(anyAddress, fc.nat({ max: 128 }), (address, bits) => {
      expect(binary(networkOf({ address, bits }))).toBe(binary(address).slice(0, bits).padEnd(128, '0'));
    }),
  );
});

test('a prefix length counts within its family', () => {
  expect(parsePrefix('10.0.0.0/8')).toEqual({ address: [0, 0, 0xffff, 0x0a000000], bits: 104 });
  expect(parsePrefix('2001:db8::/32')?.bits).toBe(32);
  expect(parsePrefix('192.0.2.1')?.bits).toBe(128);
});

test.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '::/129', '10.0.0/8', '/8', '10.0.0.0/-1'])(
  '%s is not a prefix',
  (text) => {
    expect(parsePrefix(text)).toBeUndefined();
  },
);
