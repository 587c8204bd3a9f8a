import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAgent } from './parse.ts';
import { addSaid, saidBy } from './said.ts';
import { mayHoldMark, signaturesIn } from './signatures.ts';
import { emptyDraft, readToken } from './tokens.ts';

/** Tokens of every kind that is read, and such as say the same thing otherwise. */
const TOKENS = [
  'aws-cli/2.31.17',
  'Boto3/1.38.44',
  'Botocore/1.38',
  'aws-sdk-go-v2/1.36.3',
  '(Terraform/1.9.5',
  'APN/1.0',
  'os/linux#6.1.109-118.amzn2023',
  'os/macos#24.6.0',
  'os/Linux_5.15.0-76-generic_#83',
  'OS/windows#11',
  'os/',
  'Linux/4.14.238-182.422.amzn2.x86_64',
  'Linux/6.6.9-kali1-amd64',
  'linux/v12.13.0',
  'Darwin/20.3.0',
  'md/GOOS#linux',
  'GOOS/windows',
  'md/GOARCH#amd64',
  'md/arch#arm64',
  'md/x86_64',
  'md/nodejs#20.15.1',
  'md/distrib#ubuntu.24',
  'md/distrib#kali.2026',
  'md/distrib#',
  'md/distrib#7',
  'md/command#s3.ls',
  'lang/js',
  'lang/python#3.13.6',
  'Python/3.8.8',
  'go1.18.3;',
  'linux;',
  'amd64)',
  'md/installer#exe',
  'exec-env/AWS_Lambda_python3.12',
  'AWS_Lambda_nodejs20.x',
  'exec-env/CloudShell',
  'exec-env/7',
  'm/b,Z,n,E',
  'm/g',
  'm/AN,i',
  'm/',
  'app/billing',
  'app/a|b',
  'sid/07180d89b5e0',
  'sid/25d20fa6dd0d',
  'exe/x86_64.amzn.2',
  'source/aarch64.kali.2',
  'command/ec2.describe',
  'exe/i386',
  'source/',
  'TruffleHog',
  'curl/8.1',
  'kali',
  'parrots',
  'Browser',
  'S3',
  'scout',
  'suite',
  'apn_1826889',
  'node',
  'İ',
  'a'.repeat(70),
  `app/${'b'.repeat(200)}`,
  '',
  '/',
  'm',
];
const token = fc.oneof(fc.constantFrom(...TOKENS), fc.constantFrom(...TOKENS), fc.string({ maxLength: 12 }));

test('tokens say the same remembered as read one after the other', () => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
      const read = emptyDraft();
      const said = emptyDraft();
      for (const each of tokens) {
        readToken(read, each, false);
        addSaid(said, saidBy(each, 200).draft);
      }
      expect(said).toEqual(read);
    }),
    { numRuns: 1000 },
  );
});

test('where no token may hold a mark there is none', () => {
  const word = fc.oneof(
    token,
    fc.constantFrom('S3 Browser', 'Scout Suite', 'mountain duck', 'Pacu-Session-1', 'x.pentoo'),
  );
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 5 }),
      fc.constantFrom(' ', '\t', '\u00a0', '  '),
      (words, space) => {
        const raw = words.join(space);
        const isMarked = raw.split(/\s+/).some((each) => mayHoldMark(each));
        expect(isMarked || signaturesIn(raw, []).length === 0).toBe(true);
        const { kind, signatures } = parseAgent(raw);
        expect(signatures).toEqual(signaturesIn(raw, kind === 'http-client' ? ['raw-http'] : []));
      },
    ),
    { numRuns: 1000 },
  );
});

test('a mark behind what is taken apart is found', () => {
  expect(parseAgent(`aws-cli/2.0 ${'a '.repeat(3000)}kali`).signatures).toEqual(['kali']);
});
