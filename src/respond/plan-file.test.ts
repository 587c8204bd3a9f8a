import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { smallIncident } from '../../test/support/incident.ts';
import { planText } from './plan-file.ts';
import { planOf } from './plan-of.ts';
import type { Plan, Step } from './plan.ts';
import { readPlan } from './read-plan.ts';

const plan = planOf(smallIncident(), { toMs: null });
const schema = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../docs/schema/plan.schema.json', import.meta.url)), 'utf8'),
) as object;
const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const fits = ajv.compile(schema);

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u202e', '# no', ': - {', '"\'\\', '\u0000', 'null', "$(id)'`", '{{ x }}', '\u2028'),
);

const step: fc.Arbitrary<Step> = fc.record({
  id: text,
  phase: fc.constantFrom('contain', 'eradicate', 'recover'),
  action: text,
  account: text,
  region: text,
  parameters: fc.dictionary(
    text.filter((each) => each !== '__proto__'),
    text,
  ),
  title: text,
  why: text,
  events: fc.array(
    fc.record({
      eventId: text,
      timeMs: fc.integer({ min: 0, max: 4e12 }),
      file: text,
      record: fc.nat(),
    }),
  ),
  stops: text,
  leavesAlive: text,
  breaks: fc.array(text),
  undo: fc.option(text),
  after: fc.array(text),
});

describe('a plan file', () => {
  it('gives back the plan that was written, whatever texts are in it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 3 }), fc.array(text), (steps, texts) => {
        const made: Plan = { ...plan, steps, unknown: texts, scope: texts };
        const written = planText(made);
        expect(readPlan(written)).toMatchObject({ plan: made, mistakes: [] });
        // eslint-disable-next-line no-control-regex -- what a terminal would act on
        expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/);
      }),
    );
  });

  it('fits the published schema', () => {
    expect(fits(parse(planText(plan)))).toBe(true);
    expect(fits({ ...(parse(planText(plan)) as object), extra: 1 })).toBe(false);
  });

  it.each([
    ['version: 1', 'version: 2', 'version must be 1'],
    ['phase: contain', 'phase: later', 'phase must be one of contain, eradicate, recover'],
    ['    region: ""', '    region: 7', 'region must be a text, in quotes'],
    ['    after: []', '    afterwards: []', 'a step has no member afterwards'],
    ['unknown:', 'unknown: !!js/function x\nmore:', 'the plan has no member more'],
  ])('with %s made %s: %s', (from, to, message) => {
    const { mistakes } = readPlan(planText(plan).replace(from, to));
    expect(mistakes.map((each) => each.message)).toContain(message);
  });

  it('names the place of a mistake', () => {
    const written = planText(plan);
    const line = written.split('\n').findIndex((each) => each.includes('phase: contain')) + 1;
    const { mistakes, plan: none } = readPlan(written.replace('phase: contain', 'phase: later'));
    expect(none).toBeNull();
    expect(mistakes).toEqual([
      { line, column: 12, message: 'phase must be one of contain, eradicate, recover' },
    ]);
  });

  it('refuses keys that stand twice, and references', () => {
    expect(readPlan(planText(plan).replace('version: 1', 'version: 1\nversion: 1')).plan).toBeNull();
    expect(readPlan('&a [*a]').plan).toBeNull();
  });
});
