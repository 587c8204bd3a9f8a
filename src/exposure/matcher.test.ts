/** The matcher against the obvious way: regular expressions over text. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropyOf, isSecretShape } from './alphabet.ts';
import { madeUp } from '../../test/support/made-up-credentials.ts';
import { findCandidates, LONGEST_CANDIDATE } from './matcher.ts';
import type { Candidate } from './matcher.ts';

const { keyId, secret, smtpPassword, bedrockKey } = madeUp('matcher');

function found(text: string | Uint8Array): { kind: string; text: string }[] {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : Buffer.from(text);
  return findCandidates(bytes).map(({ kind, offset, length }) => ({
    kind,
    text: bytes.toString('latin1', offset, offset + length),
  }));
}

describe('an access key ID', () => {
  it.each(['AKIA', 'ASIA', 'ABIA', 'ACCA'])('that begins with %s is found', (prefix) => {
    expect(found(`x="${keyId(prefix)}"`)).toEqual([{ kind: 'key-id', text: keyId(prefix) }]);
  });

  it('is found at both ends of the bytes', () => {
    expect(found(keyId())).toHaveLength(1);
  });

  it.each(['x', '_', '9', 'Q'])('is none where the word goes on with %s', (more) => {
    expect(found(keyId() + more)).toEqual([]);
    expect(found(more + keyId())).toEqual([]);
  });

  it('is none with a character outside base32', () => {
    expect(found(`${keyId().slice(0, 19)}8`)).toEqual([]);
  });

  it.each(['\\n', '%22', '%3D', '%2F', '\\u0022', '\\x22', '\\t'])(
    'is found behind the escape %s',
    (escape) => {
      expect(found(`a${escape}${keyId()}`)).toEqual([{ kind: 'key-id', text: keyId() }]);
    },
  );

  it('is found in UTF-16 of either order', () => {
    const text = Buffer.from(`é ${keyId()} é`, 'utf16le');
    expect(findCandidates(text)).toMatchObject([{ kind: 'key-id', coding: 'utf16', length: 39 }]);
    expect(findCandidates(text.swap16())).toMatchObject([{ kind: 'key-id', coding: 'utf16', length: 39 }]);
  });

  it.each(['', 'x', 'xy', 'xyz'])('is found in base64 behind %j', (before) => {
    const encoded = Buffer.from(`${before}:${keyId()}:`).toString('base64');
    expect(findCandidates(Buffer.from(`"${encoded}"`))).toMatchObject([{ kind: 'key-id', coding: 'base64' }]);
    const inside = Buffer.from(`${before}x${keyId()}:`).toString('base64');
    expect(findCandidates(Buffer.from(`"${inside}"`))).toEqual([]);
  });
});

describe('a secret access key', () => {
  it('is found, also with escapes, in UTF-16 and in base64', () => {
    expect(found(`'${secret}'`)).toEqual([{ kind: 'secret', text: secret }]);
    const escapes = [
      (c: string) => `\\${c === '/' ? c : 'u002b'}`,
      (c: string) => (c === '/' ? '%2F' : '%2b'),
    ];
    for (const escape of escapes) {
      const written = secret.replace(/[+/]/g, escape);
      expect(found(`%3D${written}&`)).toEqual([{ kind: 'secret', text: written }]);
    }
    expect(findCandidates(Buffer.from(secret, 'utf16le'))).toMatchObject([
      { kind: 'secret', coding: 'utf16' },
    ]);
    for (const end of ['', '\n']) {
      const encoded = Buffer.from(secret + end).toString('base64');
      expect(findCandidates(Buffer.from(encoded))).toMatchObject([{ kind: 'secret', coding: 'base64' }]);
    }
  });

  it('is no part of a longer value', () => {
    expect(found(`${secret}a`)).toEqual([]);
    expect(found(`a-${secret}`)).toEqual([]);
    expect(found(`${secret}_b`)).toEqual([]);
  });

  it('is no hash, no name and no path', () => {
    expect(found('da39a3ee5e6b4b0d3255bfef95601890afd80709')).toEqual([]);
    expect(found('DA39a3ee5e6b4b0d3255bfef95601890afd80709')).toEqual([]);
    expect(found('src/components/buttons/largeButtonsIndex')).toEqual([]);
  });
});

describe('other credentials', () => {
  it('are found: SMTP passwords and both kinds of Bedrock keys', () => {
    expect(found(` ${smtpPassword} `)).toEqual([{ kind: 'smtp-password', text: smtpPassword }]);
    const long = [{ kind: 'bedrock-key', text: bedrockKey.slice(0, 113) }];
    expect(found(`"${bedrockKey}"`)).toEqual(long);
    // What comes behind belongs to it or not: it is found all the same.
    expect(found(`${bedrockKey}%2Bab`)).toEqual(long);
    const host = Buffer.from('bedrock.amazonaws.com/?Action=CallWithBearerToken').toString('base64');
    expect(found(`=bedrock-api-key-${host}`)).toMatchObject([{ kind: 'bedrock-key' }]);
  });
});

describe('entropy', () => {
  it('is that of Shannon', () => {
    expect(entropyOf(Buffer.from('aaaa'))).toBe(0);
    expect(entropyOf(Buffer.from('abcdabcd'))).toBe(2);
  });
});

/** Bytes that hold whole and broken credentials in many writings. */
const pieces = fc.oneof(
  fc.constantFrom(
    keyId(),
    keyId('ASIA'),
    keyId().slice(4),
    'AKIA',
    'A',
    'Q',
    'F',
    'B',
    secret,
    secret.slice(1),
  ),
  fc.constantFrom(
    smtpPassword,
    bedrockKey,
    bedrockKey.slice(0, 112),
    'bedrock-api-key-',
    'B',
    '/',
    '+',
    '=',
    '-',
  ),
  fc.constantFrom(
    Buffer.from('bedrock.amazonaws.com').toString('base64'),
    '\\',
    '\\n',
    '%',
    '%2F',
    '%2b',
    '%22',
  ),
  fc.constantFrom(
    '\\/',
    '\\u002f',
    '\\u002B',
    '\\u0022',
    '\\u00',
    '\\x2',
    '\\x22',
    '_',
    ' ',
    '"',
    '\n',
    '\0',
    'é',
  ),
  fc.constantFrom(
    secret.replace(/[+/]/g, '%2F'),
    secret.replace(/[+/]/g, '\\/'),
    secret.replace(/[+/]/g, '\\u002b'),
  ),
  fc.nat(3).map((n) => Buffer.from(`${'x:y'.slice(0, n)}${keyId()}`).toString('base64')),
  fc.constantFrom('', '\n', 'x').map((end) => Buffer.from(secret + end).toString('base64')),
  fc.constantFrom(keyId(), secret, keyId().slice(1)).map((t) => Buffer.from(t, 'utf16le').toString('latin1')),
  fc.nat(45).map((length) => 'Zy7/'.repeat(12).slice(0, length)),
);
const inputs = fc.array(pieces, { maxLength: 8 }).map((parts) => Buffer.from(parts.join(''), 'latin1'));

const KEY = 'A(?:KI|SI|BI|CC)A[A-Z2-7]{16}';

/** All candidates, by regular expressions, positions one by one. */
function slowly(bytes: Buffer): Candidate[] {
  const text = bytes.toString('latin1');
  const all: Candidate[] = [];
  const add = (offset: number, length: number, kind: Candidate['kind'], coding: Candidate['coding']) =>
    all.push({ offset, length, kind, coding });
  const hex = '[0-9A-Fa-f]';
  const behind = `(?:(?<!\\w)|(?<=\\\\[nrtbf])|(?<=%${hex}{2})|(?<=\\\\x${hex}{2})|(?<=\\\\u${hex}{4}))`;
  for (const { index } of text.matchAll(new RegExp(`${behind}${KEY}(?!\\w)`, 'g')))
    add(index, 20, 'key-id', 'plain');
  const wide = `A\0(?:K\0I|S\0I|B\0I|C\0C)\0A(?:\0[A-Z2-7]){16}`;
  for (const { index } of text.matchAll(new RegExp(`(?<!\\w\0)${wide}(?!\0\\w)`, 'g')))
    add(index, 39, 'key-id', 'utf16');
  for (const match of text.matchAll(/(?<![\w+/-]\0)[A-Za-z0-9+/](?:\0[A-Za-z0-9+/]){39}(?!\0[\w+/-])/g)) {
    if (isSecretShape(Buffer.from(match[0].replaceAll('\0', '')))) add(match.index, 79, 'secret', 'utf16');
  }
  for (const run of text.matchAll(/[A-Za-z0-9+/]+/g)) {
    for (let at = 0; at < run[0].length; at++) {
      for (const bit of [0, 2, 4]) {
        const bits = Array.from(run[0], (c) =>
          'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
            .indexOf(c)
            .toString(2)
            .padStart(6, '0'),
        ).join('');
        const read = (from: number, count: number) =>
          String.fromCharCode(
            ...Array.from({ length: count }, (_, n) =>
              Number.parseInt(bits.slice(from + 8 * n, from + 8 * n + 8), 2),
            ),
          );
        const first = at * 6 + bit;
        if (first + 160 > bits.length || !new RegExp(`^${KEY}$`).test(read(first, 20))) continue;
        if (first >= 8 && /\w/.test(read(first - 8, 1))) continue;
        if (first + 168 <= bits.length && /\w/.test(read(first + 160, 1))) continue;
        add(run.index + at, bit === 4 ? 28 : 27, 'key-id', 'base64');
      }
    }
  }
  const unit = `[A-Za-z0-9+/]|\\\\/|%2[BbFf]|\\\\u002[BbFf]`;
  const token = new RegExp(
    `(?<value>(?:${unit})+)|%${hex}{2}|\\\\u${hex}{4}|\\\\x${hex}{2}|\\\\[nrtbf]|[^]`,
    'g',
  );
  for (const match of text.matchAll(token)) {
    const written = match.groups!['value'];
    if (written === undefined) continue;
    const value = written
      .replaceAll('\\/', '/')
      .replace(/%2b|\\u002b/gi, '+')
      .replace(/%2f|\\u002f/gi, '/');
    const coding = value === written ? 'plain' : 'escaped';
    const [before, after] = [text[match.index - 1] ?? '', text[match.index + written.length] ?? ''];
    if (written.startsWith(Buffer.from('bedrock.amazonaws.com').toString('base64'))) {
      if (text.slice(0, match.index).endsWith('bedrock-api-key-'))
        add(match.index - 16, 44, 'bedrock-key', 'plain');
    } else if (/[-_]/.test(before)) continue;
    else if (/^ABSK[A-Za-z0-9+/]{109}/.test(written)) add(match.index, 113, 'bedrock-key', 'plain');
    else if (/[-_]/.test(after)) continue;
    else if (value.length === 40 && isSecretShape(Buffer.from(value)))
      add(match.index, written.length, 'secret', coding);
    else if (/^B[A-P].{42}$/.test(value)) add(match.index, written.length, 'smtp-password', coding);
    else if (coding === 'plain' && (value.length === 54 || value.length === 55)) {
      const decoded = Buffer.from(value, 'base64').toString('latin1');
      if (
        /^[A-Za-z0-9+/]{40}\n?$/.test(decoded) &&
        decoded.length === value.length - 14 &&
        isSecretShape(Buffer.from(decoded.slice(0, 40)))
      )
        add(match.index, value.length, 'secret', 'base64');
    }
  }
  return all.toSorted((a, b) => a.offset - b.offset || a.length - b.length);
}

describe('the fast way', () => {
  it('finds what the slow way finds', () => {
    fc.assert(
      fc.property(inputs, (bytes) => {
        expect(findCandidates(bytes)).toEqual(slowly(bytes));
      }),
      { numRuns: 3000 },
    );
  });

  it('finds in a part what the whole has there, whatever surrounds it', () => {
    fc.assert(
      fc.property(inputs, fc.nat(), fc.nat(), (bytes, a, b) => {
        const [from, to] = [a % (bytes.length + 1), b % (bytes.length + 1)].toSorted((x, y) => x - y) as [
          number,
          number,
        ];
        const inside = findCandidates(bytes).filter(
          ({ offset, length }) => offset >= from && offset + length <= to,
        );
        expect(findCandidates(bytes, from, to)).toEqual(inside);
      }),
      { numRuns: 3000 },
    );
  });

  it('finds nothing longer than it says', () => {
    fc.assert(
      fc.property(inputs, (bytes) => {
        for (const { length } of findCandidates(bytes)) expect(length).toBeLessThanOrEqual(LONGEST_CANDIDATE);
      }),
    );
  });
});
