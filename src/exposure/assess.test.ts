/** Which secret belongs to which ID, and how bad it is; and what is nothing of the kind. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { assess } from './assess.ts';
import type { Assessed } from './assess.ts';
import { madeUp } from '../../test/support/made-up-credentials.ts';
import { findCandidates } from './matcher.ts';

const hash = (secret: string) => createHash('sha256').update(`salt ${secret}`).digest('hex');
const a = madeUp('a');
const b = madeUp('b');

function exposures(text: string | Uint8Array): Assessed[] {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  return assess(bytes, findCandidates(bytes), hash);
}

/** Known credentials stand in two parts, so that none stands in the repository. */
function joined(...parts: readonly string[]): string {
  return parts.join('');
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

const ini = (id: string, secret: string) => `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;

describe('a pair', () => {
  const [id, secret] = [a.keyId(), a.secret];
  const writings: [string, string | Uint8Array][] = [
    ['an INI profile', `[default]\nregion = eu-west-1\n${ini(id, secret)}`],
    ['an INI profile, secret first', `aws_secret_access_key=${secret}\naws_access_key_id=${id}\n`],
    ['a JSON object', JSON.stringify({ AccessKeyId: id, SecretAccessKey: secret })],
    [
      'JSON with escaped slashes',
      JSON.stringify({ accessKey: id, secretKey: secret }).replaceAll('/', '\\/'),
    ],
    [
      'JSON with line ends in a text',
      JSON.stringify({ env: `A=1\nAWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${secret}\n` }),
    ],
    ['a YAML map', `aws:\n  access_key: ${id}\n  secret_key: "${secret}"\n`],
    [
      'a list of name and value',
      `- name: AWS_ACCESS_KEY_ID\n  value: ${id}\n- name: AWS_SECRET_ACCESS_KEY\n  value: ${secret}\n`,
    ],
    ['an env file', `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${secret}`],
    ['source code', `new Client({ accessKeyId: '${id}', secretAccessKey: '${secret}' })`],
    [
      'a shell line',
      `aws configure set aws_access_key_id ${id}; aws configure set aws_secret_access_key ${secret}`,
    ],
    ['one line as in passwd-s3fs', `${id}:${secret}`],
    ['a table', `User name,Access key ID,Secret access key\r\nci,${id},${secret}\r\n`],
    ['a URL', `https://x/?key=${id}&secret=${encodeURIComponent(secret)}`],
    ['XML', `<accessKey>${id}</accessKey>\n<secretKey>${secret}</secretKey>`],
    [
      'UTF-16',
      Buffer.from(
        `\ufeff$env:AWS_ACCESS_KEY_ID="${id}"\r\n$env:AWS_SECRET_ACCESS_KEY="${secret}"`,
        'utf16le',
      ),
    ],
    ['UTF-16 of the other order', Buffer.from(ini(id, secret), 'utf16le').swap16()],
    ['a file in base64', `data:\n  credentials: ${base64(`[default]\n${ini(id, secret)}`)}\n`],
    ['base64 in lines', base64(`# ${'x'.repeat(101)}\n${ini(id, secret)}`).replace(/.{76}/g, '$&\n')],
    [
      'a Kubernetes Secret',
      `data:\n  AWS_ACCESS_KEY_ID: ${base64(id)}\n  AWS_SECRET_ACCESS_KEY: ${base64(secret)}\n`,
    ],
  ];

  it.each(writings)('in %s is one exposure, and high', (_, text) => {
    expect(exposures(text)).toMatchObject([
      {
        kind: 'pair',
        level: 'high',
        keyId: id,
        secretHash: hash(secret),
        secretHint: secret.slice(-4),
        known: null,
      },
    ]);
  });

  it('is made of those in one profile', () => {
    const text = `[a]\n${ini(a.keyId(), a.secret)}[b]\n${ini(b.keyId(), b.secret)}`;
    expect(exposures(text)).toMatchObject([
      { keyId: a.keyId(), secretHash: hash(a.secret) },
      { keyId: b.keyId(), secretHash: hash(b.secret) },
    ]);
    const split = `[a]\naws_access_key_id=${a.keyId()}\n[b]\naws_secret_access_key=${b.secret}\n`;
    expect(exposures(split).map(({ kind }) => kind)).toEqual(['key-id', 'secret']);
  });

  it('is made of those in one JSON object', () => {
    const objects = JSON.stringify([
      { SecretAccessKey: a.secret, AccessKeyId: a.keyId() },
      { SecretAccessKey: b.secret, AccessKeyId: b.keyId() },
    ]);
    expect(exposures(objects)).toMatchObject([
      { keyId: a.keyId(), secretHash: hash(a.secret) },
      { keyId: b.keyId(), secretHash: hash(b.secret) },
    ]);
  });

  it('is none over more than five lines', () => {
    const text = `id=${a.keyId()}${'\n'.repeat(6)}aws_secret_access_key=${a.secret}`;
    expect(exposures(text).map(({ kind }) => kind)).toEqual(['key-id', 'secret']);
  });

  it('of a value that nothing names is medium, some lines away', () => {
    expect(exposures(`${a.keyId()}\n\n\n${a.secret}\n`)).toMatchObject([{ kind: 'pair', level: 'medium' }]);
  });

  it('of a value that is named as that of another product is medium, and of one of AWS high, near as it may be', () => {
    const named = (name: string): string[] =>
      exposures(`AWS_ACCESS_KEY_ID=${a.keyId()}\n${name}=${a.secret}\n`).map(
        ({ kind, level }) => `${level} ${kind}`,
      );
    for (const name of [
      'JWT_SECRET',
      'CLOUDFLARE_API_TOKEN',
      'appSecret',
      'GITHUB_TOKEN',
      'export DB_PASSWORD',
    ])
      expect(named(name), name).toEqual(['medium pair']);
    for (const name of [
      'AWS_SECRET_ACCESS_KEY',
      'S3_SECRET',
      'APP_AWS_SECRET',
      'secret_key',
      'SECRET',
      'clientSecretAccessKey',
    ])
      expect(named(name), name).toEqual(['high pair']);
    // Alone, it is none of AWS.
    expect(exposures(`JWT_SECRET=${a.secret}`)).toEqual([]);
    // The one that is named as one of AWS is taken, though another is nearer.
    expect(
      exposures(
        `JWT_SECRET=${madeUp('jwt').secret}\nAWS_ACCESS_KEY_ID=${a.keyId()}\n\nAWS_SECRET_ACCESS_KEY=${a.secret}\n`,
      ),
    ).toMatchObject([{ kind: 'pair', level: 'high', secretHint: a.secret.slice(-4) }]);
  });

  it('of a temporary key is a session with its token', () => {
    const pair = ini(a.keyId('ASIA'), a.secret);
    expect(exposures(pair)).toMatchObject([{ kind: 'pair', level: 'low' }]);
    expect(exposures(`${pair}aws_session_token = ${a.sessionToken}\n`)).toMatchObject([
      { kind: 'session', level: 'medium' },
    ]);
  });
});

describe('alone', () => {
  it('an ID is no leak, and tells its account', () => {
    const id = joined('AKIA', 'SZSTLCAWF4CPBKMF');
    expect(exposures(`used ${id}`)).toMatchObject([
      { kind: 'key-id', level: 'info', account: '192374575148' },
    ]);
  });

  it('a secret counts where it is named', () => {
    expect(exposures(`AWS_SECRET_ACCESS_KEY=${a.secret}`)).toMatchObject([
      { kind: 'secret', level: 'medium' },
    ]);
    expect(exposures(`secret_key: ${a.secret}`)).toMatchObject([{ kind: 'secret', level: 'low' }]);
    expect(exposures(`digest: ${a.secret}`)).toEqual([]);
    expect(exposures(`secret: none\ndigest: ${a.secret}`)).toEqual([]);
  });
});

describe('what is known', () => {
  it('is said, and is no leak', () => {
    const id = joined('AKIAIOSFODNN7', 'EXAMPLE');
    expect(exposures(ini(id, joined('wJalrXUtnFEMI/K7MDENG/bPxRfiCY', 'EXAMPLEKEY')))).toMatchObject([
      { level: 'info', known: 'an example of the AWS documentation', account: null },
    ]);
    expect(exposures(joined('AKIA', 'ABCDEFGHIJKLMNOP'))).toMatchObject([{ known: 'a placeholder' }]);
  });

  it('includes canaries, which are traps', () => {
    const id = joined('AKIA', 'SP2TPHJSQH3FJXYZ');
    expect(exposures(ini(id, a.secret))).toMatchObject([
      { kind: 'pair', level: 'info', known: 'a canary of canarytokens.org', account: '171436882533' },
    ]);
  });
});

describe('other credentials', () => {
  it('SMTP passwords count where the text speaks of them', () => {
    const host = 'email-smtp.eu-west-1.amazonaws.com';
    expect(exposures(`host=${host}\nuser=${a.keyId()}\npassword=${a.smtpPassword}\n`)).toMatchObject([
      { kind: 'smtp-password', level: 'high', keyId: a.keyId() },
    ]);
    expect(exposures(`${host} ${a.smtpPassword}`)).toMatchObject([
      { kind: 'smtp-password', level: 'medium' },
    ]);
    expect(exposures(`checksum ${a.smtpPassword}`)).toEqual([]);
  });

  it('Bedrock keys tell what they are', () => {
    expect(exposures(`AWS_BEARER_TOKEN_BEDROCK=${a.bedrockKey}`)).toMatchObject([
      { kind: 'bedrock-key', level: 'high', account: '111122223333', secretHash: hash(a.bedrockKey) },
    ]);
  });
});

/** Deterministic random bytes. */
function noise(name: string, length: number): Buffer {
  return Buffer.concat(
    Array.from({ length: Math.ceil(length / 32) }, (_, n) =>
      createHash('sha256').update(`${name}${n}`).digest(),
    ),
  ).subarray(0, length);
}

describe('decoys', () => {
  const id = a.keyId();
  it.each([
    [
      'lock files',
      Array.from(
        { length: 50 },
        (_, n) => `"integrity": "sha512-${noise(`l${n}`, 64).toString('base64')}"`,
      ).join('\n'),
    ],
    [
      'old lock files',
      Array.from({ length: 50 }, (_, n) => `#${noise(`g${n}`, 20).toString('hex')}`).join('\n'),
    ],
    [
      'go.sum',
      Array.from({ length: 50 }, (_, n) => `x v1.0.0 h1:${noise(`s${n}`, 32).toString('base64')}`).join('\n'),
    ],
    [
      'UUIDs',
      Array.from({ length: 50 }, (_, n) =>
        noise(`u${n}`, 16)
          .toString('hex')
          .replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      ).join('\n'),
    ],
    ['an image in base64', `data:image/png;base64,${noise('image', 90_000).toString('base64')}`],
    ['base64 in lines', noise('mime', 90_000).toString('base64').replace(/.{76}/g, '$&\n')],
    [
      'minified code',
      'function a(b){return secretKey(b)+"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"}'.repeat(50),
    ],
    ['a path behind the word', 'secret: src/components/AwsButton/LargeSecretKey1/xx'],
    ['a name behind the word', 'secretKey = getSecretKeyFromTheConfigurationOfThisApp2'],
    ['random bytes', noise('random', 300_000)],
  ])('as %s are nothing, also beside an ID', (_, text) => {
    const bytes = Buffer.from(text as string);
    expect(exposures(bytes)).toEqual([]);
    const beside = exposures(Buffer.concat([Buffer.from(`used ${id}\n`), bytes]));
    expect(beside.map(({ kind }) => kind)).toEqual(['key-id']);
  });
});

it('no exposure holds a secret', () => {
  const all = exposures(
    [ini(a.keyId(), a.secret), a.bedrockKey, `email-smtp.eu-west-1.amazonaws.com ${a.smtpPassword}`].join(
      '\n',
    ),
  );
  expect(all).toHaveLength(3);
  const text = JSON.stringify(all);
  for (const secret of [a.secret, a.bedrockKey, a.smtpPassword])
    expect(text).not.toContain(secret.slice(0, 10));
});
