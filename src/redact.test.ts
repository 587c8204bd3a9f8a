import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REDACTED, redact, redactText } from './redact.ts';
import type { Json } from './json.ts';

const BODY = 'abcDEF123/+=%2F_-'.repeat(20);
const STARTS = ['IQoJb3JpZ2luX2VjE', 'FwoGZXIvYXdzE', 'FQoGZXIvYXdzE', 'AgoJb3JpZ2lu', 'FQoDYXdzE'];

describe('texts', () => {
  it.each(STARTS)('lose session tokens that begin with %s, wherever they stand', (start) => {
    const token = start + BODY;
    expect(redactText(token)).toBe(REDACTED);
    expect(redactText(`aws-cli token=${token} end`)).toBe(`aws-cli token=${REDACTED} end`);
    expect(redactText(`${token} ${token}`)).toBe(`${REDACTED} ${REDACTED}`);
  });

  it('lose the secrets of signed addresses and keep the rest', () => {
    const url = `https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4&X-Amz-Security-Token=${STARTS[0]}${BODY}&X-Amz-Signature=0123456789abcdef&x=1`;
    expect(redactText(url)).toBe(
      `https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4&X-Amz-Security-Token=${REDACTED}&X-Amz-Signature=${REDACTED}&x=1`,
    );
  });

  it('without secrets stay as they are', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        fc.pre(!/X-Amz|IQoJ|FwoG|FQo|AgoJ/i.test(text));
        expect(redactText(text)).toBe(text);
      }),
    );
    const long = `arn:aws:sts::111122223333:assumed-role/${'a'.repeat(64)}/IQoJb3JpZ2lu`;
    expect(redactText(long)).toBe(long);
  });
});

describe('values', () => {
  it('lose what a name says is secret, however the name is written', () => {
    for (const name of [
      'sessionToken',
      'SessionToken',
      'session_token',
      'x-amz-security-token',
      'SecretAccessKey',
      'masterUserPassword',
    ]) {
      expect(redact({ outer: [{ [name]: 'hunter2' }] })).toEqual({ outer: [{ [name]: REDACTED }] });
    }
  });

  it('keep members of such names that hold no text', () => {
    const value: Json = {
      password: { minLength: 8 },
      sessionToken: null,
      secretKey: '',
      plaintext: 3,
      secretString: [],
    };
    expect(redact(value)).toEqual(value);
  });

  it('lose tokens in names, in arrays and at any depth', () => {
    const token = STARTS[0]! + BODY;
    expect(JSON.stringify(redact({ [token]: [token, { a: { b: [`x ${token}`] } }] }))).not.toContain(
      token.slice(0, 40),
    );
  });

  it('without secrets are the same values', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(redact(value as Json)).toBe(value);
      }),
    );
  });

  it('keep what is beside a secret, in its order, and are themselves left as they were', () => {
    const value: Json = {
      before: [1, { a: 'x' }],
      in: { list: ['y', { password: 'hunter2' }, 'z'] },
      after: null,
    };
    const text = JSON.stringify(value);
    expect(JSON.stringify(redact(value))).toBe(text.replace('hunter2', REDACTED));
    expect(JSON.stringify(value)).toBe(text);
  });
});

const SAMPLES = new URL('../../shared/data/', import.meta.url);

describe.skipIf(!existsSync(SAMPLES))('the sample logs (skipped: ../shared/data is not here)', () => {
  it('hold no long base64 text under a name of a token once they are redacted', () => {
    let before = 0;
    for (const name of readdirSync(SAMPLES).filter((file) => file.endsWith('.ndjson.gz'))) {
      for (const line of gunzipSync(readFileSync(new URL(name, SAMPLES)))
        .toString()
        .trimEnd()
        .split('\n')) {
        const found = /(session|security)[^:"]{0,3}token[^:]{0,20}":\s*"[A-Za-z0-9+/=]{100,}"/i;
        if (found.test(line)) before++;
        expect(found.exec(JSON.stringify(redact(JSON.parse(line) as Json)))?.[0]).toBeUndefined();
      }
    }
    expect(before).toBeGreaterThan(10);
  });
});
