/** A home folder as developers have it, full of what looks like keys and is none: made when a test runs. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { madeUp } from './made-up-credentials.ts';

const live = madeUp('live');
const session = madeUp('session');

/** Bytes that look like chance, the same every time. */
function noise(name: string, length: number): Buffer {
  return Buffer.concat(
    Array.from({ length: Math.ceil(length / 32) }, (_, n) =>
      createHash('sha256').update(`${name} ${n}`).digest(),
    ),
  ).subarray(0, length);
}

function base64(name: string, bytes: number): string {
  return noise(name, bytes).toString('base64');
}

function hex(name: string, bytes: number): string {
  return noise(name, bytes).toString('hex');
}

/** Forty characters of the alphabet of secrets, as tokens of other services are. */
function token(name: string): string {
  return base64(name, 60).replaceAll(/[+/=]/g, '').slice(0, 40);
}

function many(count: number, line: (n: number) => string): string {
  return `${Array.from({ length: count }, (_, n) => line(n)).join('\n')}\n`;
}

function uuid(name: string): string {
  return hex(name, 16).replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function jwt(name: string): string {
  const head = base64url('{"alg":"RS256","kid":"1"}');
  return `${head}.${base64url(`{"sub":"${uuid(name)}","exp":1700000000}`)}.${noise(name, 256).toString('base64url')}`;
}

function pem(kind: string, name: string): string {
  return `-----BEGIN ${kind}-----\n${base64(name, 1200).replaceAll(/.{64}/g, '$&\n')}\n-----END ${kind}-----\n`;
}

/** The ID of a key that is in use: it stands in signatures, logs and states, where no secret is. */
const ID = live.keyId();
const DOCS = 'AKIAIOSFODNN7EXAMPLE';
// In two, so that scanners of this repository stay quiet.
const DOCS_SECRET = ['wJalrXUtnFEMI/K7MDENG/', 'bPxRfiCYEXAMPLEKEY'].join('');

const FILES: Readonly<Record<string, string | Buffer>> = {
  // AWS tools
  '.aws/config': `[default]\nregion = eu-west-1\nsso_session = corp\n[profile admin]\nrole_arn = arn:aws:iam::111122223333:role/Admin\nsource_profile = default\n`,
  '.aws/credentials': `[docs]\naws_access_key_id = ${DOCS}\naws_secret_access_key = ${DOCS_SECRET}\n[todo]\naws_access_key_id = YOUR_ACCESS_KEY_ID\naws_secret_access_key = YOUR_SECRET_ACCESS_KEY\n[old]\naws_access_key_id = ${ID}\naws_secret_access_key = removed, see vault\n`,
  // A session that has run out
  '.aws/cli/cache/a.json': JSON.stringify({
    Credentials: {
      AccessKeyId: session.keyId('ASIA'),
      SecretAccessKey: session.secret,
      SessionToken: session.sessionToken,
      Expiration: '2023-01-01T00:00:00Z',
    },
  }),
  '.aws/sso/cache/b.json': JSON.stringify({
    startUrl: 'https://corp.awsapps.com/start',
    accessToken: base64('sso', 600),
    clientId: base64('client', 16),
    clientSecret: jwt('client secret'),
    expiresAt: '2023-01-01T00:00:00Z',
  }),
  // Shells
  '.bash_history': [
    `export AWS_ACCESS_KEY_ID=${DOCS}`,
    `export AWS_SECRET_ACCESS_KEY=${DOCS_SECRET}`,
    'export AWS_ACCESS_KEY_ID=$(pass aws/id) AWS_SECRET_ACCESS_KEY=$(pass aws/secret)',
    `aws iam update-access-key --access-key-id ${ID} --status Inactive`,
    `aws sts get-access-key-info --access-key-id ${ID}`,
    `git checkout ${hex('commit', 20)}`,
    `curl -H "Authorization: AWS4-HMAC-SHA256 Credential=${ID}/20261125/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=${hex('signature', 32)}" https://s3.amazonaws.com`,
    `wget 'https://b.s3.amazonaws.com/f?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${ID}%2F20261125%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=${hex('presigned', 32)}&X-Amz-Security-Token=${encodeURIComponent(base64('url token', 400))}'`,
    `docker pull registry.example.com/app@sha256:${hex('digest', 32)}`,
    `export GITHUB_TOKEN=ghp_${token('github').slice(0, 36)}`,
  ].join('\n'),
  // Credentials of others
  '.npmrc': `//registry.example.com/:_authToken=${uuid('npm')}\n//other.example.com/:_auth=${base64('auth', 30)}\n`,
  '.netrc': `machine api.example.com login someone password ${token('netrc')}\n`,
  '.git-credentials': `https://someone:${token('git')}@git.example.com\n`,
  '.docker/config.json': JSON.stringify({
    auths: { 'registry.example.com': { auth: base64('docker', 60) } },
  }),
  '.kube/config': `users:\n- name: a\n  user:\n    client-certificate-data: ${base64('cert', 900)}\n    client-key-data: ${base64('key', 1200)}\n    token: ${jwt('kube')}\n`,
  '.ssh/id_rsa': pem('RSA PRIVATE KEY', 'rsa'),
  '.ssh/known_hosts': many(40, (n) => `host${n} ssh-rsa ${base64(`host${n}`, 279)}`),
  '.config/gh/hosts.yml': `github.com:\n  oauth_token: gho_${token('gh').slice(0, 36)}\n`,
  // A project's settings
  'code/app/.env.example': `AWS_ACCESS_KEY_ID=AKIAXXXXXXXXXXXXXXXX\nAWS_SECRET_ACCESS_KEY=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n`,
  'code/app/.env': `AWS_ACCESS_KEY_ID=\${AWS_ACCESS_KEY_ID}\nAWS_SECRET_ACCESS_KEY=\${AWS_SECRET_ACCESS_KEY}\nSTRIPE_KEY=sk_live_${token('stripe')}\nSESSION=${jwt('app')}\n`,
  // The ID of a key whose secret lies in a vault, beside tokens of other services
  'code/mixed/.env': `AWS_ACCESS_KEY_ID=${ID}\nJWT_SECRET=${token('jwt')}\nCLOUDFLARE_API_TOKEN=${token('cloudflare')}\nDD_APP_KEY=${hex('datadog', 20)}\nSENTRY=https://${hex('sentry', 16)}@o1.ingest.sentry.io/1\n`,
  'code/infra/terraform.tfstate': JSON.stringify(
    {
      resources: [
        {
          type: 'aws_iam_access_key',
          instances: [
            {
              attributes: {
                id: ID,
                encrypted_secret: base64('pgp', 700),
                key_fingerprint: hex('fingerprint', 20),
                secret: null,
                ses_smtp_password_v4: null,
                status: 'Active',
              },
            },
          ],
        },
        {
          type: 'aws_lambda_function',
          instances: [{ attributes: { source_code_hash: base64('lambda', 32) } }],
        },
      ],
    },
    null,
    2,
  ),
  'code/infra/terraform.tfvars': `access_key = "AKIAABCDEFGHIJKLMNOP"\nsecret_key = "changeme-changeme-changeme-changeme-1234"\n`,
  'code/infra/ci.yml': `env:\n  AWS_ACCESS_KEY_ID: \${{ secrets.AWS_ACCESS_KEY_ID }}\n  AWS_SECRET_ACCESS_KEY: \${{ secrets.AWS_SECRET_ACCESS_KEY }}\nsteps:\n  - uses: actions/checkout@${hex('action', 20)}\n`,
  'code/infra/secret.yml': `kind: Secret\ndata:\n  password: ${base64('k8s', 30)}\n  tls.key: ${base64('tls', 1200)}\n`,
  'code/infra/template.yml': `Outputs:\n  Key:\n    Value: !Ref CIUserKey\n  Secret:\n    Value: !GetAtt CIUserKey.SecretAccessKey\n`,
  // Lock files
  'code/app/package-lock.json': many(300, (n) => `"integrity": "sha512-${base64(`npm${n}`, 64)}",`),
  'code/app/yarn.lock': many(
    300,
    (n) => `  resolved "https://r.example.com/p-${n}.tgz#${hex(`yarn${n}`, 20)}"`,
  ),
  'code/go/go.sum': many(300, (n) => `example.com/m${n} v1.0.0/go.mod h1:${base64(`go${n}`, 32)}`),
  'code/rust/Cargo.lock': many(300, (n) => `checksum = "${hex(`cargo${n}`, 32)}"`),
  'code/py/poetry.lock': many(300, (n) => `{file = "p-${n}.whl", hash = "sha256:${hex(`py${n}`, 32)}"},`),
  'code/ruby/Gemfile.lock': many(50, (n) => `  gem${n} (1.0.${n})\n    revision: ${hex(`gem${n}`, 20)}`),
  // Code
  'code/app/dist/app.min.js': `var a="${base64('js', 3000)}";function secretKey(b){return b}${'function x(y){return secretKey(y)+"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"}'.repeat(60)}`,
  'code/app/dist/app.js.map': JSON.stringify({
    version: 3,
    mappings: base64('map', 9000).replaceAll('=', ';'),
  }),
  'code/app/src/aws.ts': `// ${DOCS} / ${DOCS_SECRET}\nexport const accessKeyId = process.env.AWS_ACCESS_KEY_ID;\nexport const secretAccessKey = getSecretAccessKeyFromTheConfiguration2();\n`,
  'code/app/src/aws.spec.ts': `const accessKeyId = 'AKIATESTTESTTESTTEST';\nconst secretAccessKey = 'TestSecretTestSecretTestSecretTestSecret';\n`,
  'code/app/README.md': `Set \`AWS_ACCESS_KEY_ID\` (such as ${DOCS}) and \`AWS_SECRET_ACCESS_KEY\` (${DOCS_SECRET}). Ours is ${ID}.\n`,
  'code/app/logo.svg': `<svg><image href="data:image/png;base64,${base64('png', 60_000)}"/></svg>`,
  'code/notebook.ipynb': JSON.stringify({
    cells: [{ source: [`key = "${ID}"`], outputs: [{ data: { 'image/png': base64('plot', 60_000) } }] }],
  }),
  // Logs: IDs of keys beside IDs of requests, hashes and tokens
  'logs/cloudtrail.json.gz': gzipSync(
    JSON.stringify({
      Records: Array.from({ length: 50 }, (_, n) => ({
        eventID: uuid(`event${n}`),
        requestID: hex(`request${n}`, 8).toUpperCase(),
        userIdentity: { type: 'IAMUser', principalId: 'AIDAEXAMPLEEXAMPLE000', accessKeyId: ID },
        additionalEventData: { 'x-amz-id-2': base64(`id2${n}`, 56), SignatureVersion: 'SigV4' },
        responseElements: { sessionToken: base64(`token${n}`, 400) },
      })),
    }),
  ),
  'logs/s3-access.log': many(
    100,
    (n) =>
      `${hex('owner', 32)} bucket [25/Nov/2026] 192.0.2.1 ${ID} ${base64(`s3${n}`, 56)} SigV4 "${hex(`etag${n}`, 16)}"`,
  ),
  'logs/sums.txt': many(200, (n) => `${hex(`sum${n}`, 20)}  file-${n}`),
  // Assistants, editors
  '.claude/projects/a.jsonl': many(20, (n) =>
    JSON.stringify({
      uuid: uuid(`ai${n}`),
      text: `AWS_ACCESS_KEY_ID=${DOCS}\nAWS_SECRET_ACCESS_KEY=${DOCS_SECRET}`,
      signature: base64(`ai${n}`, 300),
    }),
  ),
  '.config/Code/User/state.json': JSON.stringify({
    id: uuid('code'),
    machine: hex('machine', 32),
    blob: base64('state', 5000),
  }),
  // Others
  'photo.jpg': noise('photo', 500_000),
  'backup.asc': pem('PGP MESSAGE', 'pgp message'),
  'mail.eml': `Content-Transfer-Encoding: base64\n\n${base64('mail', 60_000).replaceAll(/.{76}/g, '$&\r\n')}\n`,
  'ids.csv': many(300, (n) => `${uuid(`csv${n}`)},${hex(`csv${n}`, 20)},${base64(`csv${n}`, 30)}`),
};

/** Writes the home folder. */
export function writeDecoys(home: string): void {
  for (const [name, content] of Object.entries(FILES)) {
    const file = path.join(home, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
