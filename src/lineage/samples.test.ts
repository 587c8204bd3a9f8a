/** The lineage of published logs, edge by edge. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { collect, collectSlowly } from '../../test/support/trace-records.ts';
import type { JsonObject } from '../json.ts';
import { descendants } from './descend.ts';
import { objectAt, textAt } from './field.ts';
import { joinLineage } from './join.ts';
import type { Confidence, Lineage } from './lineage.ts';

const SAMPLES = new URL('../../../shared/data/', import.meta.url);
const present = existsSync(SAMPLES);
const ATTRIBUTES = ['sessionContext', 'attributes'];
const FILES = [
  'invictus-aws-dataset',
  'stratus-detonation',
  'flaws-cloud-fragment',
  'opensearch-catalog',
  'otrf-aws',
  'splunk-s3-bucket-deletion',
  'cloud-custodian-cwe',
  'panther-rule-tests',
];

function recordsOf(name: string): JsonObject[] {
  const lines = gunzipSync(readFileSync(new URL(`${name}.ndjson.gz`, SAMPLES)))
    .toString()
    .trimEnd()
    .split('\n');
  return lines
    .map((line) => JSON.parse(line) as JsonObject)
    .map((value) => (value['detail'] ?? value['event'] ?? value) as JsonObject)
    .filter((record) => 'eventName' in record && 'eventSource' in record);
}

function stratusUser(account: string, name: string): string {
  return `arn:aws:iam::${account}:user/stratus-red-team-${name}`;
}

/** `parent -mechanism rule→ child`, in order of time. */
function edgesOf({ edges }: Lineage, ...confidences: Confidence[]): string[] {
  return edges
    .filter(({ confidence }) => confidences.includes(confidence))
    .map(({ parent, child, mechanism, rule }) => `${parent} -${mechanism} ${rule}→ ${child}`);
}

describe.skipIf(!present)('the sample logs (skipped: ../shared/data is not here)', () => {
  it.each(FILES)('%s leaves the traces that parsing every record gives', (name) => {
    const records = recordsOf(name);
    expect(collect(records)).toEqual(collectSlowly(records));
  });

  describe('invictus-aws-dataset', () => {
    const records = recordsOf('invictus-aws-dataset');
    const lineage = joinLineage(collect(records));
    const intruder = 'AKIATFQR7NSC8Q4X20BJ';
    const bertJan = 'arn:aws:iam::123837392027:user/bert-jan';
    const newUser = 'arn:aws:iam::123837392027:user/stratus-red-team-nmfalu-gfjyeaypjt';
    const other = 'arn:aws:iam::123837392027:user/stratus-red-team-login-profile-user';

    it('is one tree of the key that ran the attacks', () => {
      expect(edgesOf(lineage, 'certain', 'very high', 'high')).toEqual([
        `${intruder} -AssumeRole J1→ ASIATFQR7NSC7E2ZIBM2`,
        `${intruder} -AssumeRole J1→ ASIATFQR7NSCWLLE7IWW`,
        `${intruder} -RunInstances J6→ ASIATFQR7NSC36DZQP7P`,
        `${intruder} -RunInstances J6→ ASIATFQR7NSCSHSEVYP5`,
        `${intruder} -AssumeRole J1→ ASIATFQR7NSC2AF7XJOS`,
        `${intruder} -AssumeRole J1→ ASIATFQR7NSCVW2R4OHT`,
        `${intruder} -AssumeRole J1→ ASIATFQR7NSC2632JLFK`,
        `${intruder} -AssumeRole J1→ ASIATFQR7NSC6LRKSQNV`,
        `${intruder} -RunInstances J6→ ASIATFQR7NSCWFKWOWVD`,
        `${intruder} -AssumeRole J1→ ASIATFQR7NSC7TITDFL2`,
        `${intruder} -AssumeRole J1→ ASIATFQR7NSCR2E3KSFW`,
        `${intruder} -AssumeRole J1→ ASIATFQR7NSCQJB6MQOY`,
        `${intruder} -AssumeRole J1→ ASIATFQR7NSCXLFJ4S5E`,
        `${intruder} -CreateLoginProfile J1→ password:${newUser}`,
        `password:${newUser} -ConsoleLogin J4→ console:${newUser}@2023-07-10T12:23:15Z`,
        `${intruder} -CreateAccessKey J1→ AKIATFQR7NSC3ZO6PKAZ`,
        `${intruder} -CreateAccessKey J1→ AKIATFQR7NSCQLA2F4OD`,
        `${intruder} -CreateLoginProfile J1→ password:${other}`,
        `password:${bertJan} -ConsoleLogin J4→ console:${bertJan}@2023-07-10T12:27:45Z`,
      ]);
    });

    it('guesses at the sessions of an instance on which commands were run', () => {
      expect(edgesOf(lineage, 'low')).toEqual([
        `${intruder} -SendCommand J12→ ASIATFQR7NSC36DZQP7P`,
        `${intruder} -SendCommand J12→ ASIATFQR7NSCSHSEVYP5`,
      ]);
    });

    it('tells what is minted from whom', () => {
      const minted = [...descendants(lineage, [intruder]).keys()];
      expect(minted).toContain(`console:${newUser}@2023-07-10T12:23:15Z`);
      expect(minted).not.toContain(`console:${bertJan}@2023-07-10T12:27:45Z`);
      expect(minted).toHaveLength(18);
    });

    /** Distinct keys of sessions made at that second. */
    function keysMadeAt(created: string): Set<string> {
      const made = records.filter(
        (each) => textAt(objectAt(each, 'userIdentity', ...ATTRIBUTES), 'creationDate') === created,
      );
      return new Set(made.map((each) => textAt(each, 'userIdentity', 'accessKeyId')));
    }

    it('has three console sessions in use, each with many keys, one of which looks like a long-lived one', () => {
      const consoles = [...lineage.credentials.values()].filter(
        ({ kind, keys }) => kind === 'console-session' && keys.length > 0,
      );
      expect(consoles.map(({ id }) => id.slice(id.lastIndexOf('/') + 1))).toEqual([
        'benjamin@2023-07-10T11:42:31Z',
        'bert-jan@2023-07-10T12:13:16Z',
        'bert-jan@2023-07-10T12:27:45Z',
      ]);
      for (const { id, keys } of consoles) {
        expect(new Set(keys)).toEqual(keysMadeAt(id.slice(id.indexOf('@') + 1)));
        expect(keys.length).toBeGreaterThan(10);
      }
      expect(lineage.folded.get('AKIATFQZ7NSC8Q4X21BJ')).toBe(consoles[0]?.id);
    });

    it('gives every key that services called with for the intruder to the intruder', () => {
      const atConsole = new Set(
        ['2023-07-10T12:13:16Z', '2023-07-10T12:27:45Z'].flatMap((at) => [...keysMadeAt(at)]),
      );
      const relayed = records.filter(
        ({ userIdentity: by }) => textAt(by, 'arn') === bertJan && textAt(by, 'invokedBy') !== '',
      );
      const keys = new Set(relayed.map((each) => textAt(each, 'userIdentity', 'accessKeyId')));
      const others = [...keys].filter((key) => !atConsole.has(key));
      expect(others.length).toBeGreaterThan(50);
      expect(others.filter((key) => lineage.folded.get(key) !== intruder)).toEqual([]);
    });

    it('is joined but for the sessions of services and two whose sign-in came before', () => {
      expect(lineage.coverage.temporary).toBe(17);
      expect(lineage.coverage.joined).toBe(9);
      expect(lineage.coverage.unjoined.map(({ count }) => count)).toEqual([6, 2]);
    });
  });

  it('stratus-detonation: one edge or two for each technique that makes a credential', () => {
    const signedIn = stratusUser('562283505220', 'nmfalu-jfzdtsvchl');
    const lineage = joinLineage(collect(recordsOf('stratus-detonation')));
    expect(edgesOf(lineage, 'certain', 'very high', 'high')).toEqual([
      'AKIAWOGXN38MFN92ING5 -AssumeRole J1→ ASIA7RQR64ZW9JXKWPUO',
      'AKIAWOGXN38MFN92ING5 -AssumeRole J1→ ASIANQQHHS551LWULIWD',
      'AKIA30BEZSJBVKOFKZW0 -CreateAccessKey J1→ AKIAL80DWDVKKM0UXEER',
      'AKIAMJ2320ZAXACWCPJI -AssumeRole J1→ ASIA4URVX2JM5MT0ZGK8',
      'AKIAMJ2320ZAXACWCPJI -AssumeRole J1→ ASIA74KS09ZFFBFV9E6K',
      'AKIAR7ISFR69YWROPYAN -AssumeRole J1→ ASIAYY9090UIYYUOIF2U',
      'AKIAR7ISFR69YWROPYAN -AssumeRole J1→ ASIA9F6MXE9HSYOXYQOS',
      'AKIAOZUDECYXYM4ONAN4 -CreateAccessKey J1→ AKIAXAFZN8JEPF6L682H',
      `AKIAE18PGYHCY2CYMTFK -CreateLoginProfile J1→ password:${stratusUser('070411556318', 'login-profile-user')}`,
      'AKIADVISM0T50G52IF0D -AssumeRole J1→ ASIAMOWPWQJ1QHWCWJXJ',
      'AKIADVISM0T50G52IF0D -AssumeRole J1→ ASIA36EV31F1RB3OA8IG',
      `password:${signedIn} -ConsoleLogin J4→ console:${signedIn}@2024-08-02T08:53:24Z`,
      `AKIAV1MIS7NGMDMR83FC -UpdateLoginProfile J1→ password:${stratusUser('763751499319', 'update-login-profile-user')}`,
      'AKIA6V1GNZTT65XQH36M -GetFederationToken J1→ ASIASTJKC5GCM7ZE6LUP',
    ]);
    expect(lineage.coverage).toMatchObject({ temporary: 8, joined: 5 });
  });

  it('flaws-cloud-fragment: temporary keys without a session are guessed to be of the user', () => {
    const lineage = joinLineage(collect(recordsOf('flaws-cloud-fragment')));
    expect(edgesOf(lineage, 'certain', 'very high', 'high')).toEqual([]);
    expect(edgesOf(lineage, 'low').map((edge) => edge.replace(/ASIA\w+/, 'ASIA…'))).toEqual(
      Array.from({ length: 4 }, () => 'AKIA3Z2XBVUDFQ9TU4MD -unknown J12→ ASIA…'),
    );
    expect(lineage.coverage).toMatchObject({ temporary: 5, joined: 0 });
  });

  it('opensearch-catalog: services at work for themselves have no parents, and it says so', () => {
    const { edges, coverage } = joinLineage(collect(recordsOf('opensearch-catalog')));
    expect(edges.filter(({ confidence }) => confidence !== 'low')).toEqual([]);
    expect(coverage.unjoined[0]).toMatchObject({ count: 29 });
    expect(coverage.unjoined.reduce((sum, { count }) => sum + count, 0)).toBe(coverage.temporary);
  });
});
