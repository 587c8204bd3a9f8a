/** Real user agents: 40 with another parser's reading beside them, and every one in the sample logs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Agent } from './agent.ts';
import { parseAgent } from './parse.ts';

interface Vector {
  readonly raw: string;
  readonly kind: string;
  readonly fam2: string;
  readonly fam3: string;
  readonly cred: string | null;
  readonly sid: string | null;
  readonly command: string | null;
  readonly sig: readonly string[];
}

type Reading = Omit<Vector, 'raw'>;

const DATA = new URL('../../../shared/data/', import.meta.url);
const absent = existsSync(DATA) ? false : 'the sample data (../shared/data) is not here';

/** Words of the other parser for which we have others, or finer ones. */
const KINDS: Readonly<Record<string, string>> = {
  'gui-s3': 'tool',
  attack: 'tool', // that it is an attack tool is said by its signature
  scanner: 'tool',
  'raw-http': 'http-client',
  other: 'empty',
};

/** Where we read an agent differently, by how it starts, and why. */
const DIFFERENT: readonly (readonly [start: string, why: string, ours: Partial<Reading>])[] = [
  [
    'aws-sdk-go/1.41.4 (go1.18.3; linux; amd64) amazon-ssm-agent/',
    'the agent that names itself is the program, the SDK its library; it gives no version of its own',
    {
      kind: 'tool',
      fam2: 'amazon-ssm-agent|linux|-|-',
      fam3: 'amazon-ssm-agent|linux|-|-|-|go1.18|x86_64|-|-',
    },
  ],
  [
    'aws-sdk-rust/1.3.14',
    'as above: the Secrets Manager agent is the program',
    {
      kind: 'tool',
      fam2: 'aws-secrets-manager-agent|linux|-|-',
      fam3: 'aws-secrets-manager-agent|linux|-|-|2.0|rust1.94|-|-|-',
    },
  ],
  [
    'aws-sdk-js/3.600.0',
    'the runtime is Node, not "js" with the version of Node',
    { fam3: 'aws-sdk-js|linux|-|AWS_Lambda_nodejs|3.600|nodejs20.15|-|code|-' },
  ],
  [
    'aws-sdk-nodejs/2.586.0',
    "JS v2 puts Node's version behind the system's name",
    { fam3: 'aws-sdk-nodejs|linux|-|-|2.586|nodejs12.13|-|-|-' },
  ],
  [
    'aws-sdk-dotnet-coreclr/3.7.305',
    'one name for the runtime in the old and the new layout',
    { fam3: 'aws-sdk-dotnet-coreclr|windows|-|-|3.7|dotnet8.0|x86_64|-|-' },
  ],
  [
    'aws-sdk-ruby3/',
    'Ruby writes the processor without a key (md/x86_64)',
    { fam3: 'aws-sdk-ruby3|linux|-|-|3.209|ruby3.2|x86_64|-|-' },
  ],
  ['Python/3.11 aiohttp', 'the runtime is said', { fam3: 'aiohttp|-|-|-|3.9|python3.11|-|-|-' }],
  ['Apache-HttpClient', 'the runtime is said', { fam3: 'apache-httpclient|-|-|-|-|java1.8|-|-|-' }],
];

function rename(family: string): string {
  return family
    .replace('s3browser', 's3-browser')
    .replace('|cred-', '|')
    .replace(/\|(?:amd64|x64)\|/, '|x86_64|');
}

/** The vector in our words: names of kinds and providers, one name per processor, bare HTTP as a signature. */
function expected(vector: Vector): Reading {
  const ours = DIFFERENT.find(([start]) => vector.raw.startsWith(start))?.[2] ?? {};
  return {
    kind: KINDS[vector.kind] ?? vector.kind,
    fam2: rename(vector.fam2),
    fam3: rename(vector.fam3),
    cred: vector.cred?.replace('cred-', '') ?? null,
    sid: vector.sid,
    command: vector.command,
    sig: vector.kind === 'raw-http' ? ['raw-http'] : vector.sig.map(rename),
    ...ours,
  };
}

function reading(agent: Agent): Reading {
  return {
    kind: agent.kind,
    fam2: agent.family2,
    fam3: agent.family3,
    cred: agent.credentialProvider,
    sid: agent.sid,
    command: agent.command,
    sig: agent.signatures,
  };
}

describe.skipIf(absent)('the forty user agents with a reading of each', () => {
  const vectors: readonly Vector[] =
    absent === false ? JSON.parse(readFileSync(new URL('ua-vectors.json', DATA), 'utf8')) : [];

  test.each(vectors)('$raw', (vector) => {
    expect(reading(parseAgent(vector.raw))).toEqual(expected(vector));
  });

  test('every difference we explain is about a vector that exists', () => {
    const unused = DIFFERENT.filter(([start]) => !vectors.some(({ raw }) => raw.startsWith(start)));
    expect(unused).toEqual([]);
  });
});

describe.skipIf(absent)('the user agents in the sample logs', () => {
  test('each get a kind, but for the made-up ones', () => {
    const agents = agentsInSamples();
    expect(agents.length).toBeGreaterThan(200);
    const unknown = agents.filter((raw) => parseAgent(raw).kind === 'unknown');
    expect(unknown.toSorted()).toEqual(['example-user-agent', 'sample-user-agent']);
  });

  test('fall into far fewer families than there are texts', () => {
    const agents = agentsInSamples().map((raw) => parseAgent(raw));
    expect(new Set(agents.map(({ family2 }) => family2)).size).toBeLessThan(agents.length / 4);
  });
});

function agentsInSamples(): string[] {
  const found = new Set<string>();
  for (const name of readdirSync(DATA).filter((file) => file.endsWith('.ndjson.gz'))) {
    const text = gunzipSync(readFileSync(new URL(name, DATA))).toString('utf8');
    for (const [, quoted = '""'] of text.matchAll(/"userAgent":\s*("(?:[^"\\]|\\.)*")/g)) {
      found.add(String(JSON.parse(quoted)));
    }
  }
  return [...found];
}
