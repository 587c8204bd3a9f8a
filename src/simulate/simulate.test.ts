import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { parseAgent } from '../agent/parse.ts';
import { loadNetworkTables } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import type { Attack } from './attack.ts';
import { ATTACKS } from './attacks.ts';
import { DAY_MS, START_MS } from './calendar.ts';
import { simulate } from './simulate.ts';
import type { Label, LogFile, Simulation } from './simulate.ts';

const folder = path.dirname(fileURLToPath(import.meta.url));

interface Made extends Pick<Simulation, 'incidents' | 'skipped'> {
  readonly files: readonly LogFile[];
  readonly labels: readonly Label[];
  readonly records: readonly JsonObject[];
}

function make(seed: number, attacks: readonly Attack[] = ATTACKS, users = 40, days = 25): Made {
  const made = simulate({ seed, days, accounts: 3, users, pace: 1, attacks, minutesPerFile: 60 });
  const parts = [...made.days()];
  const files = parts.flatMap((part) => part.files);
  return {
    incidents: made.incidents,
    skipped: made.skipped,
    files,
    labels: parts.flatMap((part) => part.labels),
    records: files.flatMap((file) => (JSON.parse(file.text) as { Records: JsonObject[] }).Records),
  };
}

function text(record: JsonObject, ...names: string[]): string {
  let value: unknown = record;
  for (const name of names) value = (value as JsonObject | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

/** What is called by whom and when, without IDs. */
function callsOf({ records }: Made): string[] {
  return records.map(
    (each) => `${text(each, 'eventTime')} ${text(each, 'eventName')} ${text(each, 'userIdentity', 'arn')}`,
  );
}

const all = make(3, ATTACKS, 100, 30);
const byId = new Map(all.records.map((record) => [text(record, 'eventID'), record]));

describe('an archive', () => {
  it('is the same for the same seed, and another for another', () => {
    const [first, again, other] = [make(8), make(8), make(9)];
    expect(again.files).toEqual(first.files);
    expect(again.labels).toEqual(first.labels);
    expect(other.files).not.toEqual(first.files);
  });

  it('has the files of the S3 delivery layout, each name once, each record in the file of its account and region', () => {
    expect(new Set(all.files.map((file) => file.path)).size).toBe(all.files.length);
    for (const file of all.files) {
      const [, account, region, date, stamp] =
        /^AWSLogs\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4}\/\d\d\/\d\d)\/\1_CloudTrail_\2_(\d{8}T\d{4}Z)_[A-Z2-7]{16}\.json\.gz$/.exec(
          file.path,
        ) ?? [];
      expect(date?.replaceAll('/', ''), file.path).toBe(stamp?.slice(0, 8));
      const records = (JSON.parse(file.text) as { Records: JsonObject[] }).Records;
      expect(records).toHaveLength(file.events);
      for (const record of records) {
        expect([record['recipientAccountId'], record['awsRegion']]).toEqual([account, region]);
      }
    }
  });

  it('has records with what every record of CloudTrail has, within the time that was asked for', () => {
    const form: { readonly [field: string]: RegExp } = {
      eventTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
      eventVersion: /^1\.(08|09|10|11)$/,
      eventSource: /^[a-z0-9-]+\.amazonaws\.com$/,
      eventName: /^[A-Z][A-Za-z0-9_]+$/,
      eventID: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      sourceIPAddress: /./,
      userAgent: /./,
      awsRegion: /^[a-z]+-[a-z]+-\d$/,
      eventType: /^Aws(ApiCall|ConsoleSignIn)$/,
      eventCategory: /^(Management|Data)$/,
    };
    const wrong = all.records.filter((record) => {
      const timeMs = Date.parse(text(record, 'eventTime'));
      return !(
        timeMs >= START_MS &&
        timeMs < START_MS + 30 * DAY_MS &&
        record['managementEvent'] === (record['eventCategory'] === 'Management') &&
        Object.entries(form).every(([field, pattern]) => pattern.test(text(record, field)))
      );
    });
    expect(wrong).toEqual([]);
  });

  it('has identities with the fields of their type', () => {
    const types = new Set(all.records.map((record) => text(record, 'userIdentity', 'type')));
    expect([...types].toSorted()).toEqual(
      [
        'AWSAccount',
        'AWSService',
        'AssumedRole',
        'FederatedUser',
        'IAMUser',
        'SAMLUser',
        'WebIdentityUser',
      ].toSorted(),
    );
    const has: { readonly [type: string]: readonly (readonly [RegExp, ...string[]])[] } = {
      AWSService: [[/\.amazonaws\.com$/, 'invokedBy']],
      IAMUser: [[/^arn:aws:iam::\d{12}:user\//, 'arn']],
      AssumedRole: [
        [/:role\//, 'sessionContext', 'sessionIssuer', 'arn'],
        [/Z$/, 'sessionContext', 'attributes', 'creationDate'],
      ],
      FederatedUser: [[/:user\//, 'sessionContext', 'sessionIssuer', 'arn']],
    };
    const wrong = all.records.filter((record) =>
      (has[text(record, 'userIdentity', 'type')] ?? []).some(
        ([pattern, ...names]) => !pattern.test(text(record, 'userIdentity', ...names)),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('holds nothing that looks like a secret: key IDs end in EXAMPLE', () => {
    const odd = new Set<string>();
    for (const file of all.files) {
      for (const [key] of file.text.matchAll(/\b(?:AKIA|ASIA|AIDA|AROA)[A-Z2-7]+/g)) {
        if (!key.endsWith('EXAMPLE')) odd.add(key);
      }
      for (const [word] of file.text.matchAll(/[A-Za-z0-9+]{50,}/g)) odd.add(word);
    }
    expect([...odd]).toEqual([]);
  });

  it('has some records twice, as real ones have', () => {
    expect(byId.size).toBeLessThan(all.records.length);
    expect(byId.size).toBeGreaterThan(all.records.length * 0.99);
  });

  it('has user agents and addresses that the product can tell', () => {
    const networks = openNetworks(loadNetworkTables());
    const unknown = new Set<string>();
    for (const record of all.records) {
      if (parseAgent(text(record, 'userAgent')).tool === 'unknown') unknown.add(text(record, 'userAgent'));
      if (networks.lookup(text(record, 'sourceIPAddress')).kind === 'unknown') {
        unknown.add(text(record, 'sourceIPAddress'));
      }
    }
    expect([...unknown]).toEqual([]);
  });
});

describe('the attacks', () => {
  it('are there, all of them, where there are keys enough', () => {
    expect(ATTACKS.length).toBeGreaterThanOrEqual(20);
    expect(all.skipped).toEqual([]);
    expect(all.incidents.map(({ attack }) => attack)).toEqual(ATTACKS.map(({ name }) => name));
  });

  it('make the events that they promise, and every label names one of them', () => {
    expect(new Set(all.labels.map(({ eventID }) => eventID)).size).toBe(all.labels.length);
    for (const label of all.labels) expect(byId.has(label.eventID)).toBe(true);
    for (const [n, incident] of all.incidents.entries()) {
      const own = all.labels.filter((label) => label.incident === incident.incident);
      expect(own, incident.attack).toHaveLength(incident.events);
      expect(own.length, incident.attack).toBeGreaterThanOrEqual(ATTACKS[n]?.least ?? Infinity);
      const times = own.map(({ eventID }) => text(byId.get(eventID) ?? {}, 'eventTime')).toSorted();
      expect([times[0], times.at(-1)]).toEqual([incident.firstEvent, incident.lastEvent]);
    }
  });

  it.each([11, 12, 13, 14])('keep their promises in another organisation (seed %i)', (seed) => {
    const { incidents } = make(seed, ATTACKS, 100, 30);
    for (const { attack, events } of incidents) {
      expect(events, attack).toBeGreaterThanOrEqual(
        ATTACKS.find(({ name }) => name === attack)?.least ?? Infinity,
      );
    }
  });

  it('use no credential that is not known to have leaked or been made', () => {
    for (const incident of all.incidents) {
      const known = new Set([...incident.leaked, ...incident.minted]);
      for (const { credential } of all.labels.filter((label) => label.incident === incident.incident)) {
        expect(known, incident.attack).toContain(credential);
      }
      for (const { parent, child } of incident.edges) {
        expect(known).toContain(parent);
        expect(known).toContain(child);
      }
    }
    const leaked = all.incidents.flatMap((incident) => incident.leaked);
    expect(new Set(leaked).size).toBe(leaked.length);
  });

  it('do not happen when none is asked for, and leave the rest as it was', () => {
    const quiet = make(8, []);
    const loud = make(8);
    expect(quiet.labels).toEqual([]);
    const there = new Set(callsOf(loud));
    expect(callsOf(quiet).filter((call) => !there.has(call))).toEqual([]);
  });

  it('call APIs, use tools and come from networks that honest people have too', () => {
    const hostile = new Set(all.labels.map(({ eventID }) => eventID));
    const networks = openNetworks(loadNetworkTables());
    const of = (isHostile: boolean, value: (record: JsonObject) => string): Set<string> =>
      new Set(all.records.filter((each) => hostile.has(text(each, 'eventID')) === isHostile).map(value));
    const shared = (value: (record: JsonObject) => string): number => {
      const [theirs, ours] = [of(true, value), of(false, value)];
      return [...theirs].filter((each) => ours.has(each)).length / theirs.size;
    };
    expect(shared((record) => String(parseAgent(text(record, 'userAgent')).tool))).toBeGreaterThan(0.6);
    expect(shared((record) => networks.lookup(text(record, 'sourceIPAddress')).kind)).toBeGreaterThan(0.6);
    expect(shared((record) => text(record, 'eventName'))).toBeGreaterThan(0.4);
  });
});

describe('examples/leaked-keys', () => {
  const examples = path.join(folder, '../../examples');

  it('is what the command in its README makes', () => {
    const readme = readFileSync(path.join(examples, 'README.md'), 'utf8');
    const given = /^keytrail simulate (.*)$/m.exec(readme)?.[1]?.split(' ') ?? [];
    const of = (name: string): string => given[given.indexOf(`--${name}`) + 1] ?? '';
    const made = simulate({
      seed: Number(of('seed')),
      days: Number(of('days')),
      accounts: Number(of('accounts')),
      users: Number(of('users')),
      pace: Number(of('pace')),
      minutesPerFile: Number(of('minutes-per-file')),
      attacks: ATTACKS.filter(({ name }) => of('attacks').split(',').includes(name)),
    });
    const files = [...made.days()].flatMap((day) => day.files);
    const there = readdirSync(path.join(examples, 'leaked-keys'), { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll(path.sep, '/'))
      .filter((file) => file.endsWith('.gz'));
    expect(there.toSorted()).toEqual(files.map((file) => file.path).toSorted());
    for (const file of files) {
      const bytes = readFileSync(path.join(examples, 'leaked-keys', file.path));
      expect(gunzipSync(bytes).toString() === file.text, file.path).toBe(true);
    }
  });
});

describe('the sources', () => {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );

  it('share nothing with what judges: they import each other and json.ts only', () => {
    expect(sources.length).toBeGreaterThan(40);
    for (const source of sources) {
      const file = path.join(folder, source);
      for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(
        /(?:from|import\(|import) '([^']+)'/g,
      )) {
        const target = path.relative(folder, path.resolve(path.dirname(file), from));
        expect(
          from.startsWith('.') && (!target.startsWith('..') || target === path.join('..', 'json.ts')),
          `${source}: ${from}`,
        ).toBe(true);
      }
    }
  });

  it('name every attack in the table', () => {
    const files = readdirSync(path.join(folder, 'attacks')).map((file) => file.replace(/\.ts$/, ''));
    expect(ATTACKS.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
  });

  it('are not used by what judges', () => {
    const users = execFileSync('grep', ['-rl', 'simulate/', path.join(folder, '..'), '--include=*.ts'], {
      encoding: 'utf8',
    })
      .split('\n')
      .filter(
        (file) =>
          file !== '' &&
          !file.includes(`${path.sep}simulate${path.sep}`) &&
          !file.includes(`${path.sep}cli${path.sep}`),
      );
    expect(users).toEqual([]);
  });
});
