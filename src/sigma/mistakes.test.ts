/** The mistakes Sigma engines commonly make, each as a test of ours. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { correlate } from './correlate.ts';
import type { BaseMatch } from './correlate.ts';
import { correlationValue, neededFields } from './correlation-fields.ts';
import { matchesNaively } from './naive.ts';
import { textOf } from './path.ts';
import { readRules } from './read.ts';
import type { Rule } from './rule.ts';

const HEAD = 'title: t\nlogsource: {product: aws, service: cloudtrail}\n';

function rulesOf(...documents: string[]): readonly Rule[] {
  const { rules, problems } = readRules([{ file: 'r.yml', text: documents.join('\n---\n') }]);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
  return rules;
}

/** Whether a detection, written as a YAML flow map, matches each of the events. */
function results(detection: string, events: readonly JsonObject[]): boolean[] {
  const [rule] = rulesOf(`${HEAD}detection: {${detection}}`);
  if (rule?.type !== 'event') throw new Error('no rule was read');
  return events.map((each) => matchesNaively(rule.condition, each));
}

const SAME_KEY = 'group-by: [userIdentity.accessKeyId]';

/** Runs a correlation (as a YAML flow map) over events; rule `n` matches the events whose name is `n`. */
function correlated(correlation: string, events: readonly JsonObject[]) {
  const base = ['a', 'b'].map(
    (name) =>
      `${HEAD.replace('title: t', `title: ${name}\nname: ${name}`)}detection: {s: {eventName: ${name}}, condition: s}`,
  );
  const rules = rulesOf(...base, `title: c\ncorrelation: {${correlation}}`);
  const needed = neededFields(rules);
  const matches: BaseMatch[] = [];
  for (const [index, each] of events.entries()) {
    for (const rule of rules) {
      if (rule.type !== 'event' || !matchesNaively(rule.condition, each)) continue;
      const values = (needed.get(rule.id) ?? []).map((field) => correlationValue(each, field));
      matches.push({
        ruleId: rule.id,
        timeMs: Date.parse(textOf(each['eventTime'] ?? null) ?? ''),
        eventKey: `e${index}`,
        values,
      });
    }
  }
  return correlate(
    rules.filter((rule) => rule.type === 'correlation'),
    matches,
  );
}

function event(eventName: string, time: string, accessKeyId?: string): JsonObject {
  const userIdentity: JsonObject = accessKeyId === undefined ? {} : { accessKeyId };
  return { eventName, eventTime: `2026-11-23T${time}Z`, userIdentity };
}

describe('a correct engine', () => {
  it('1. tells null, a missing field and an empty text apart', () => {
    const events = [{}, { f: null }, { f: '' }];
    expect(results('s: {f: null}, condition: s', events)).toEqual([true, true, false]);
    expect(results("s: {f: ''}, condition: s", events)).toEqual([false, false, true]);
    expect(results('s: {f|exists: false}, condition: s', events)).toEqual([true, false, false]);
    expect(results('s: {f|exists: true}, condition: s', events)).toEqual([false, true, true]);
  });

  it('2. matches regular expressions with their case', () => {
    expect(results('s: {f|re: Admin}, condition: s', [{ f: 'xAdminx' }, { f: 'admin' }])).toEqual([
      true,
      false,
    ]);
  });

  it('3. takes "not 1 of filter*" without any such identifier for true', () => {
    expect(results('s: {f: 1}, condition: s and not 1 of filter*', [{ f: 1 }])).toEqual([true]);
  });

  it('4. leaves identifiers with an underscore out of "them"', () => {
    expect(results('s: {f: 1}, _private: {g: 1}, condition: all of them', [{ f: 1 }])).toEqual([true]);
    expect(results('s: {f: 1}, _private: {g: 1}, condition: 1 of them', [{ g: 1 }])).toEqual([false]);
  });

  it(String.raw`5. reads \\* as a backslash and a wildcard, and \* as a star`, () => {
    expect(results(String.raw`s: {f: 'a\\*'}, condition: s`, [{ f: 'a\\bcd' }, { f: 'a*' }])).toEqual([
      true,
      false,
    ]);
    expect(results(String.raw`s: {f: 'a\*'}, condition: s`, [{ f: 'a*' }, { f: 'abc' }])).toEqual([
      true,
      false,
    ]);
  });

  it('6. compares booleans and numbers with texts', () => {
    const events = [{ readOnly: true }, { readOnly: 'true' }, { readOnly: 'True' }, { readOnly: false }];
    expect(results('s: {readOnly: true}, condition: s', events)).toEqual([true, true, true, false]);
    expect(results("s: {readOnly: 'True'}, condition: s", events)).toEqual([true, true, true, false]);
    expect(results('s: {port: 22}, condition: s', [{ port: 22 }, { port: '22' }, { port: 222 }])).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('7. asks for all values with "contains|all"', () => {
    expect(results('s: {f|contains|all: [a, b]}, condition: s', [{ f: 'xaxbx' }, { f: 'xax' }])).toEqual([
      true,
      false,
    ]);
    expect(results('s: {f|contains: [a, b]}, condition: s', [{ f: 'xax' }])).toEqual([true]);
  });

  it('8. asks for one map of a list of maps', () => {
    expect(results('s: [{f: 1}, {g: 1}], condition: s', [{ f: 1 }, { g: 1 }, { f: 2, g: 2 }])).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('9. takes a service name for no address instead of failing', () => {
    const events = [
      { ip: 'cloudformation.amazonaws.com' },
      { ip: 'AWS Internal' },
      { ip: '' },
      { ip: 7 },
      { ip: '10.0.0.1' },
    ];
    expect(results('s: {ip|cidr: 10.0.0.0/8}, condition: s', events)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    expect(results('s: {ip|cidr: 10.0.0.0/8}, condition: not s', events)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it('10. takes "neq" with a list for none of them', () => {
    expect(results('s: {f|neq: [a, b]}, condition: s', [{ f: 'a' }, { f: 'b' }, { f: 'c' }, {}])).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('11. turns the whole answer over an array around under "not"', () => {
    const events = [{ f: ['a', 'b'] }, { f: ['b', 'c'] }, { f: [] }];
    expect(results('s: {f: a}, condition: s', events)).toEqual([true, false, false]);
    expect(results('s: {f: a}, condition: not s', events)).toEqual([false, true, true]);
    const nested = [{ x: { items: [{ y: [{ z: '0.0.0.0/0' }] }, { y: [{ z: '10.0.0.0/8' }] }] } }];
    expect(results('s: {x.items.y.z: 10.0.0.0/8}, condition: s', nested)).toEqual([true]);
    expect(results('s: {x.items.y.z: 10.0.0.0/8}, condition: not s', nested)).toEqual([false]);
  });

  it('12. slides its windows, so that an hour boundary hides nothing', () => {
    const events = ['00:59:00', '00:59:30', '01:00:30', '01:01:00'].map((time) => event('a', time, 'K'));
    expect(
      correlated(`type: event_count, rules: [a], ${SAME_KEY}, timespan: 2m, condition: {gte: 4}`, events),
    ).toHaveLength(1);
  });

  it('13. does not count events that lack a group-by value', () => {
    const events = ['00:00:00', '00:00:01', '00:00:02'].map((time) => event('a', time));
    expect(
      correlated(`type: event_count, rules: [a], ${SAME_KEY}, timespan: 1h, condition: {gte: 2}`, events),
    ).toEqual([]);
  });

  it('14. keeps base rules silent unless the correlation says "generate: true"', () => {
    const base = `${HEAD.replace('title: t', 'title: a\nname: a')}detection: {s: {f: 1}, condition: s}`;
    const correlation =
      'title: c\ncorrelation: {type: event_count, rules: [a], timespan: 1h, condition: {gte: 2}}';
    const loud = correlation.replace('}}', '}, generate: true}');
    expect(rulesOf(base, correlation).map(({ reports }) => reports)).toEqual([false, true]);
    expect(rulesOf(base, loud).map(({ reports }) => reports)).toEqual([true, true]);
  });

  it('15. joins a filter as it is written, and warns when it lacks "not"', () => {
    const rule = `${HEAD}detection: {s: {f: 1}, condition: s}`;
    const filter = (condition: string): string =>
      `${HEAD}filter: {rules: any, own: {g: 1}, condition: ${condition}}`;
    const read = (condition: string) =>
      readRules([{ file: 'r.yml', text: `${rule}\n---\n${filter(condition)}` }]);
    const outcome = (condition: string): boolean[] =>
      [{ f: 1 }, { f: 1, g: 1 }].map((each) =>
        read(condition).rules.every(
          (found) => found.type === 'event' && matchesNaively(found.condition, each),
        ),
      );
    expect(outcome('not own')).toEqual([true, false]);
    expect(outcome('own')).toEqual([false, true]);
    expect(read('not own').problems).toEqual([]);
    expect(read('own').problems.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: this filter keeps only events that match it; to leave them out write "not selection"',
    ]);
  });

  it('16. matches field names with their case, and keys that contain dots', () => {
    expect(results('s: {eventname: x}, condition: s', [{ eventName: 'x' }])).toEqual([false]);
    const tagged = { requestParameters: { tags: { 'aws:cloudformation.stack': 'x' }, 'a.b': { c: 'x' } } };
    expect(
      results('s: {requestParameters.tags.aws:cloudformation.stack: x}, condition: s', [tagged]),
    ).toEqual([true]);
    expect(results('s: {requestParameters.a.b.c: x}, condition: s', [tagged])).toEqual([true]);
  });

  it('17. cannot be hung by a regular expression', () => {
    const started = performance.now();
    expect(
      results("s: {f|re: '^(([a-z])+.)+[A-Z]([a-z])+$'}, condition: s", [{ f: 'a'.repeat(50_000) }]),
    ).toEqual([false]);
    expect(results("s: {f|re: '(a*)*(a|aa)+b'}, condition: s", [{ f: 'a'.repeat(50_000) }])).toEqual([false]);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('18. orders by the time of the event, not by its arrival', () => {
    const events = [event('b', '10:05:00', 'K'), event('a', '10:00:00', 'K')];
    const ordered = (rules: string): number =>
      correlated(`type: temporal_ordered, rules: [${rules}], ${SAME_KEY}, timespan: 15m`, events).length;
    expect(ordered('a, b')).toBe(1);
    expect(ordered('b, a')).toBe(0);
  });
});
