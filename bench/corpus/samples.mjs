// The events a corpus is made of: recorded ones where they are at hand, else those that the repository ships.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { globSync } from 'tinyglobby';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RECORDED = path.join(ROOT, '../shared/data');
const RECORDED_SETS = [
  'invictus-aws-dataset',
  'flaws-cloud-fragment',
  'stratus-detonation',
  'otrf-aws',
  'opensearch-catalog',
  'splunk-s3-bucket-deletion',
];

/** Shares of the kinds of event in a corpus. A kind without samples leaves its share to the others. */
export const MIX = {
  /** Calls of AWS services on the company's behalf. */
  service: 0.345,
  /** Reads by workloads. */
  sdk: 0.3,
  terraform: 0.14,
  console: 0.12,
  cli: 0.06,
  /** Changes that went well: what an administrator or a pipeline does all day. */
  change: 0.02,
  /** Everything else: attacks, denied calls, root, unusual tools. */
  notable: 0.015,
};

/** Calls that make up a far larger part of real trails than of the samples: how often each counts. */
const FREQUENT = { AssumeRole: 4, GenerateDataKey: 4, Decrypt: 3 };

const READS = /^(Describe|List|Get|Head|Lookup|AssumeRole$|Decrypt$|GenerateDataKey)/;
/** Reads that are worth a look whoever makes them. */
const TELLING = /^(GetSecretValue|GetPasswordData|GetFederationToken|GetAccountAuthorizationDetails)$/;
/** Terraform names the attack that it prepares further on in its agent; such set-up is ordinary work. */
const ATTACK_TOOLS = /^\[?stratus-red-team|pacu|kali|parrot|pentoo|trufflehog/i;
/** Intruders hide their tool: three in four of the events of a tool that names itself get the agent of the session. */
const NAMING_ITSELF = 4;
const DENIED = /AccessDenied|Unauthorized/;

/**
 * All sample events with their kind.
 *
 * @returns `{ source, samples }`: `source` says which of the two sets it is, `samples` are
 *   `{ record, kind, weight, keepsAgent }`.
 */
export function loadSamples() {
  const recorded = existsSync(RECORDED);
  const records = recorded ? recordedEvents() : shippedEvents();
  const samples = records
    .filter((record) => record.eventName !== undefined && record.eventSource !== undefined)
    .map((record, n) => ({
      record,
      kind: kindOf(record),
      weight: FREQUENT[record.eventName] ?? 1,
      keepsAgent: !ATTACK_TOOLS.test(record.userAgent ?? '') || n % NAMING_ITSELF === 0,
    }));
  if (samples.length === 0)
    throw new Error('no sample events: neither recorded ones nor rules/**/miss.ndjson');
  return { source: recorded ? 'recorded' : 'shipped', samples };
}

function recordedEvents() {
  return RECORDED_SETS.flatMap((name) =>
    lines(zlib.gunzipSync(readFileSync(path.join(RECORDED, `${name}.ndjson.gz`)))),
  );
}

function shippedEvents() {
  const files = globSync(['rules/**/{hit,miss}.ndjson', 'examples/**/*.{json,ndjson,json.gz,ndjson.gz}'], {
    cwd: ROOT,
    absolute: true,
  });
  return files.toSorted().flatMap((file) => {
    const bytes = readFileSync(file);
    const text = bytes[0] === 0x1f ? zlib.gunzipSync(bytes) : bytes;
    try {
      return JSON.parse(text.toString()).Records ?? [];
    } catch {
      return lines(text);
    }
  });
}

function lines(bytes) {
  return bytes
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

function kindOf(record) {
  const agent = record.userAgent ?? '';
  const routine =
    !ATTACK_TOOLS.test(agent) &&
    !DENIED.test(record.errorCode ?? '') &&
    !TELLING.test(record.eventName) &&
    record.userIdentity?.type !== 'Root';
  if (!routine) return 'notable';
  if (READS.test(record.eventName)) return callerOf(record, agent);
  const byTool = /terraform/i.test(agent) || callerOf(record, agent) === 'service';
  return byTool && record.errorCode === undefined ? 'change' : 'notable';
}

function callerOf(record, agent) {
  if (isService(record)) return 'service';
  if (/terraform/i.test(agent)) return 'terraform';
  if (/console|mozilla|aws-internal/i.test(agent)) return 'console';
  if (/aws-cli/i.test(agent)) return 'cli';
  return 'sdk';
}

function isService({ userIdentity, sourceIPAddress }) {
  return (
    userIdentity?.type === 'AWSService' ||
    userIdentity?.invokedBy !== undefined ||
    !/^[\d.]+$|:/.test(sourceIPAddress ?? '')
  );
}
