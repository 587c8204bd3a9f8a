import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE, withTexts } from '../../test/support/hostile.ts';
import {
  AUDITED,
  BARE_OPTIONS,
  OPTIONS,
  bareIncident,
  hostileOptions,
  madeIncident,
  madeInvestigation,
} from '../../test/support/made-incident.ts';
import { redactText } from '../redact.ts';
import { renderJson } from './json.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../docs/schema/investigation.schema.json', import.meta.url), 'utf8'),
) as { readonly $defs: { readonly [name: string]: object } };
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
formats.default(ajv);
ajv.addSchema(
  JSON.parse(readFileSync(new URL('../../docs/schema/story.schema.json', import.meta.url), 'utf8')) as object,
);
const validate = ajv.compile(schema);

function errorsOf(text: string): unknown {
  validate(JSON.parse(text));
  return validate.errors;
}

describe('the JSON of an investigation', () => {
  it.each([
    ['one incident', madeIncident(), OPTIONS],
    ['one that was joined with an audit', madeIncident(), AUDITED],
    ['an incident of which little is known', bareIncident(), BARE_OPTIONS],
    ['none', null, BARE_OPTIONS],
  ])('is what its schema says: %s', (_name, incident, options) => {
    expect(
      errorsOf(renderJson(madeInvestigation(incident === null ? [] : [incident]), incident, options)),
    ).toBeNull();
  });

  it('is told apart by its schema from what is not: more members, fewer, others', () => {
    const text = renderJson(madeInvestigation([madeIncident()]), null, OPTIONS);
    for (const [from, to] of [
      ['"weight":3', '"weight":4'],
      ['"because":"leaked"', '"because":"found"'],
      ['"readOnly":', '"readonly":'],
      ['"firstUse":"', '"firstUse":"x'],
    ] as const) {
      expect(text).toContain(from);
      expect(errorsOf(text.replace(from, to))).not.toBeNull();
    }
  });

  it('is valid whatever the texts are, and holds them as they are but for secrets', () => {
    fc.assert(
      fc.property(fc.constantFrom(...HOSTILE), (hostile) => {
        const incident = withTexts(madeIncident(20), () => hostile);
        const made = madeInvestigation([incident]);
        const text = renderJson(
          made,
          null,
          hostileOptions(OPTIONS, made, () => hostile),
        );
        expect(errorsOf(text)).toBeNull();
        const { investigation } = JSON.parse(text) as { investigation: { incidents: { title: string }[] } };
        expect(investigation.incidents[0]!.title).toBe(redactText(hostile));
      }),
    );
  });

  it('keeps the order and the number of all entries', () => {
    const incident = madeIncident(5000);
    const { investigation } = JSON.parse(renderJson(madeInvestigation([incident]), incident, OPTIONS)) as {
      investigation: { incidents: { timeline: { eventId: string; time: string }[] }[] };
    };
    const { timeline } = investigation.incidents[0]!;
    expect(timeline.map(({ eventId }) => eventId)).toEqual(incident.timeline.map(({ eventId }) => eventId));
    expect(timeline.map(({ time }) => Date.parse(time))).toEqual(
      incident.timeline.map(({ timeMs }) => timeMs),
    );
  });
});
