/**
 * Writes examples/leaked-key: a small made-up trail with an intrusion in it, told in examples/leaked-key/README.md.
 * Nothing in it is random: the same program writes the same events.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ordinaryDays, intrusion } from './make-example-story.mjs';

const ACCOUNT = '111122223333';

/** Everybody who signs calls: three IAM users, one of them with a second key, and a role. */
const SIGNERS = {
  build: user('ci-build', 'AKIAWBUILD3J7EXAMPLE'),
  report: user('report-export', 'AKIAREPRT5Q2XEXAMPLE'),
  lena: user('lena', 'AKIALENA4M6T2EXAMPLE'),
  planted: user('lena', 'AKIALENA7V3K5EXAMPLE'),
  pipeline: role('data-pipeline', 'nightly', 'ASIAPIPE6D5W3EXAMPLE'),
};

function user(name, accessKeyId) {
  const principalId = `AIDA${name.replaceAll('-', '').toUpperCase().padEnd(10, 'Q').slice(0, 10)}EXAMPLE`;
  const arn = `arn:aws:iam::${ACCOUNT}:user/${name}`;
  return { type: 'IAMUser', principalId, arn, accountId: ACCOUNT, accessKeyId, userName: name };
}

function role(name, session, accessKeyId) {
  const principalId = 'AROAPIPELINEQEXAMPLE';
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`,
    accountId: ACCOUNT,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId,
        arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
        accountId: ACCOUNT,
        userName: name,
      },
      attributes: { creationDate: '2026-11-18T23:04:40Z', mfaAuthenticated: 'false' },
    },
  };
}

const made = new Map();

/** An ID that depends on what is said and on how often it was said. */
function uuid(text) {
  const count = (made.get(text) ?? 0) + 1;
  made.set(text, count);
  const hex = createHash('sha256').update(`${text} ${count}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** IAM logs in us-east-1, wherever the caller is. */
const GLOBAL = new Set(['iam', 's3']);

/** One CloudTrail record of one call of the story. */
function record({
  at,
  who,
  agent,
  from,
  call,
  request = null,
  response = null,
  denied,
  region = 'eu-west-1',
}) {
  const [service, eventName] = call.split('.');
  const signer = SIGNERS[who];
  const refusal = denied && {
    errorCode: service === 'ec2' ? 'Client.UnauthorizedOperation' : 'AccessDenied',
    errorMessage: `User: ${signer.arn} is not authorized to perform: ${service}:${eventName} because no identity-based policy allows the ${service}:${eventName} action`,
  };
  return {
    eventVersion: '1.11',
    userIdentity: signer,
    eventTime: at,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: GLOBAL.has(service) ? 'us-east-1' : region,
    sourceIPAddress: from,
    userAgent: agent,
    ...refusal,
    requestParameters: request,
    responseElements: response,
    requestID: uuid(`request ${at} ${call}`),
    eventID: uuid(`event ${at} ${call} ${who}`),
    readOnly: /^(Get|List|Describe|Assume)/.test(eventName),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' },
  };
}

/** Path of the file that CloudTrail would deliver an event in; here, one file for each half of a day. */
function fileOf({ awsRegion, eventTime }) {
  const [year, month, day] = eventTime.slice(0, 10).split('-');
  const half = Number(eventTime.slice(11, 13)) < 12 ? '1205' : '2355';
  const name = `${ACCOUNT}_CloudTrail_${awsRegion}_${year}${month}${day}T${half}Z`;
  const mark = createHash('sha256')
    .update(name)
    .digest('base64')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 16);
  return `AWSLogs/${ACCOUNT}/CloudTrail/${awsRegion}/${year}/${month}/${day}/${name}_${mark}.json.gz`;
}

/** The example's files: path below its folder → the text of the file. */
export function exampleFiles() {
  made.clear();
  const files = new Map();
  const records = [...ordinaryDays(), ...intrusion()]
    .map(record)
    .toSorted((a, b) => (a.eventTime < b.eventTime ? -1 : 1));
  for (const each of records) files.set(fileOf(each), [...(files.get(fileOf(each)) ?? []), each]);
  return new Map([...files].map(([file, Records]) => [file, JSON.stringify({ Records })]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('../examples/leaked-key/', import.meta.url));
  rmSync(path.join(folder, 'AWSLogs'), { recursive: true, force: true });
  for (const [file, text] of exampleFiles()) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), gzipSync(text, { level: 9 }));
  }
}
