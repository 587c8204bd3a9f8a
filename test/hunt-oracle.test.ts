/** All built-in rules over the sample logs, against plain recursion over what `JSON.parse` gives. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { agentField, isAgentField } from '../src/agent/field.ts';
import { builtFile } from '../src/built-file.ts';
import { EVERYTHING } from '../src/cloudtrail/event-filter.ts';
import { readTime } from '../src/cloudtrail/event.ts';
import { SpillFile } from '../src/cloudtrail/spill-file.ts';
import { Pool } from '../src/cloudtrail/pool.ts';
import type { PackedMatches } from '../src/hunt/match-recorder.ts';
import { planHunt } from '../src/hunt/plan.ts';
import type { HuntPlan } from '../src/hunt/plan.ts';
import { HuntResult } from '../src/hunt/result.ts';
import { isJsonObject } from '../src/json.ts';
import type { Json, JsonObject } from '../src/json.ts';
import { isNetworkField, networkField } from '../src/network/field.ts';
import { loadNetworkTables } from '../src/network/load.ts';
import { openNetworks } from '../src/network/lookup.ts';
import { redactText } from '../src/redact.ts';
import { correlate } from '../src/sigma/correlate.ts';
import type { BaseMatch } from '../src/sigma/correlate.ts';
import { correlationValue } from '../src/sigma/correlation-fields.ts';
import { matchesNaively } from '../src/sigma/naive.ts';
import type { Rule } from '../src/sigma/rule.ts';
import { gatherMatches } from './support/gather-matches.ts';
import { SAMPLES, keytrail } from './support/run-keytrail.ts';

const present = existsSync(SAMPLES);
const files = present
  ? readdirSync(SAMPLES)
      .filter((name) => name.endsWith('.ndjson.gz'))
      .map((name) => path.join(SAMPLES, name))
  : [];

interface Found {
  readonly file: string;
  readonly record: number;
  readonly json: JsonObject;
}

interface NaiveMatch extends Found {
  readonly rule: number;
}

/** How many lines a sample has, and the events in them. */
function readNaively(file: string): { lines: number; events: Found[] } {
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
  const events = lines.flatMap((line, n): Found[] => {
    const value = JSON.parse(line) as JsonObject;
    const json = [value['detail'], value['event'], value].find((inner) => isJsonObject(inner)) as JsonObject;
    return 'eventName' in json && 'eventSource' in json ? [{ file, record: n + 1, json }] : [];
  });
  return { lines: lines.length, events };
}

const networks = openNetworks(loadNetworkTables());

/** The enrichment fields of one event, each worked out once. */
function enriched(event: JsonObject): (field: string) => Json | undefined {
  const known = new Map<string, Json | undefined>();
  return (field) => {
    if (!known.has(field)) known.set(field, enrich(event, field));
    return known.get(field);
  };
}

function enrich(event: JsonObject, field: string): Json | undefined {
  const { sourceIPAddress: address, userAgent: agent } = event;
  if (isNetworkField(field) && typeof address === 'string')
    return networkField(networks, field, address) ?? undefined;
  return isAgentField(field) && typeof agent === 'string' ? agentField(field, agent) : undefined;
}

function matchNaively(plan: HuntPlan, events: readonly Found[]): NaiveMatch[] {
  return events.flatMap((event) => {
    const derived = enriched(event.json);
    return plan.eventRules.flatMap(({ condition }, rule) =>
      matchesNaively(condition, event.json, derived) ? [{ ...event, rule }] : [],
    );
  });
}

/** By ID and account. IDs that are much shorter than those of AWS (made-up events have "1") identify nothing. */
function keyOf({ file, record, json }: Found): string {
  const { userIdentity: identity, eventID: id } = json;
  const account =
    json['recipientAccountId'] ?? (isJsonObject(identity) ? identity['accountId'] : undefined) ?? '';
  return typeof id === 'string' && id.length >= 20 ? `${JSON.stringify(account)}/${id}` : `${file}#${record}`;
}

function baseOf(plan: HuntPlan, match: NaiveMatch): BaseMatch {
  const derived = enriched(match.json);
  return {
    ruleId: plan.eventRules[match.rule]!.id,
    timeMs: readTime(match.json['eventTime']),
    eventKey: keyOf(match),
    values: plan.needed[match.rule]!.map((field) => {
      const value = correlationValue(match.json, field, derived);
      return value === null ? null : redactText(value);
    }),
  };
}

function byPlace(a: Found, b: Found): number {
  if (a.file === b.file) return a.record - b.record;
  return a.file < b.file ? -1 : 1;
}

/** Of the copies of an event, the first by file and record stands for all. One that says another time is no copy. */
function firstCopies(matches: readonly NaiveMatch[]): NaiveMatch[] {
  const first = new Map<string, NaiveMatch>();
  for (const match of matches.toSorted(byPlace)) {
    const key = `${match.rule} ${JSON.stringify(match.json['eventTime'])} ${keyOf(match)}`;
    if (!first.has(key)) first.set(key, match);
  }
  return [...first.values()];
}

function placeOf(id: string, file: string, record: number): string {
  return `${path.basename(file)}#${record} ${id}`;
}

describe.skipIf(!present)('a hunt in the sample logs (skipped: ../shared/data is not here)', () => {
  const { rules } = JSON.parse(readFileSync(builtFile('rules.json'), 'utf8')) as { rules: Rule[] };
  // Rules that only feed correlations are compared too.
  const plan = planHunt(
    rules.map((rule) => ({ ...rule, reports: true })),
    'informational',
  );
  const samples = files.map(readNaively);
  const events = samples.flatMap((sample) => sample.events);
  const naive = matchNaively(plan, events);

  const spillFile = new SpillFile();
  afterAll(() => {
    spillFile.close();
  });

  it('finds, event by event, what plain recursion finds', async () => {
    const pool = new Pool({ task: builtFile('hunt/task.js'), threads: 2 });
    const { found, tally, problems } = await pool.read({
      files,
      streams: [],
      settings: {
        rules: plan.eventRules,
        needed: plan.needed,
        reports: plan.reports,
        networks: [],
        spill: spillFile.spill,
      },
      wish: EVERYTHING,
    });
    pool.close();
    expect(problems).toEqual([]);
    expect(tally.events + tally.duplicates).toBe(events.length);
    const packed = found as readonly PackedMatches[];
    const matches = gatherMatches(packed, spillFile);
    const places = Array.from({ length: matches.length }, (_, place) => {
      const { rule, event } = matches.at(place);
      return `${path.basename(event.file)}#${event.record} ${plan.eventRules[rule]!.title}`;
    });
    const wanted = naive.map(
      ({ file, record, rule }) => `${path.basename(file)}#${record} ${plan.eventRules[rule]!.title}`,
    );
    expect(wanted.length).toBeGreaterThan(5000);
    expect(places.toSorted()).toEqual(wanted.toSorted());

    const result = new HuntResult(plan, { packed, file: spillFile, level: 'informational' });
    const base = naive.filter(({ rule }) => plan.feeds[rule]).map((match) => baseOf(plan, match));
    const byKey = new Map(naive.map((match) => [keyOf(match), match.json['eventID'] ?? '']));
    const correlations = correlate(plan.correlations, base).map((each) => ({
      rule: each.ruleId,
      group: each.group,
      span: [each.firstMs, each.lastMs],
      measured: each.measured,
      events: each.eventKeys.map((key) => byKey.get(key)),
    }));
    expect(correlations.length).toBeGreaterThan(20);
    const shown = result.correlations.map((each) => ({
      rule: each.rule.id,
      group: Object.values(each.group),
      span: [each.firstMs, each.lastMs],
      measured: each.measured,
      events: Array.from(result.eventsOf(each), (event) => event.eventId),
    }));
    expect(shown).toEqual(correlations);
  });

  it('shows each match once and reads every file to its last record', async () => {
    const { code, stdout, stderr } = await keytrail(['hunt', ...files, '--level', 'informational', '--json']);
    expect([code, stderr.includes('problem')]).toEqual([1, false]);
    const output = JSON.parse(stdout) as {
      input: Record<string, number>;
      matches: { rule: { id: string }; event: { file: string; record: number } }[];
    };
    const byId = new Map(rules.map((rule) => [rule.id, rule]));
    const reporting = naive.filter(({ rule }) => byId.get(plan.eventRules[rule]!.id)!.reports);
    const wanted = firstCopies(reporting).map(({ file, record, rule }) =>
      placeOf(plan.eventRules[rule]!.id, file, record),
    );
    const shown = output.matches.map(({ rule, event }) => placeOf(rule.id, event.file, event.record));
    expect(shown.toSorted()).toEqual(wanted.toSorted());
    const lines = samples.reduce((sum, sample) => sum + sample.lines, 0);
    expect(output.input).toMatchObject({
      events: new Set(events.map(keyOf)).size,
      duplicates: events.length - new Set(events.map(keyOf)).size,
      otherRecords: lines - events.length,
      brokenRecords: 0,
      problems: [],
    });
  });
});
