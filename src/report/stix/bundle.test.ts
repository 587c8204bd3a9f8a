import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE, withTexts } from '../../../test/support/hostile.ts';
import {
  BARE_OPTIONS,
  OPTIONS,
  bareIncident,
  hostileOptions,
  madeIncident,
  madeInvestigation,
} from '../../../test/support/made-incident.ts';
import { brokenRules } from '../../../test/support/stix-rules.ts';
import { TLP_LEVELS } from '../options.ts';
import { renderStix } from './bundle.ts';
import { patternString } from './pattern.ts';
import { uuid5 } from './uuid5.ts';

interface Bundle {
  readonly id: string;
  readonly objects: readonly {
    readonly type: string;
    readonly id: string;
    readonly [property: string]: unknown;
  }[];
}

function bundleOf(...given: Parameters<typeof renderStix>): Bundle {
  return JSON.parse(renderStix(...given)) as Bundle;
}

describe('a STIX bundle', () => {
  it('keeps to the rules of the standard', () => {
    const [one, bare] = [madeIncident(), bareIncident()];
    expect(brokenRules(bundleOf(madeInvestigation([one]), one, OPTIONS))).toEqual([]);
    expect(brokenRules(bundleOf(madeInvestigation([one, bare]), null, BARE_OPTIONS))).toEqual([]);
    expect(brokenRules(bundleOf(madeInvestigation([]), null, BARE_OPTIONS))).toEqual([]);
  });

  it('keeps to them whatever the texts are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }), (hostile, text) => {
        let n = 0;
        const incident = withTexts(madeIncident(20), () => (n++ % 2 === 0 ? hostile : text));
        const made = madeInvestigation([incident]);
        const options = hostileOptions(OPTIONS, made, () => hostile);
        expect(brokenRules(bundleOf(made, incident, options))).toEqual([]);
      }),
    );
  });

  it('has a name where title and ID hold nothing that can be shown', () => {
    for (const text of ['', ' ', '\u0000\u001B']) {
      const incident = withTexts(madeIncident(20), () => text);
      expect(brokenRules(bundleOf(madeInvestigation([incident]), incident, OPTIONS))).toEqual([]);
    }
  });

  it('gives an object the same ID when the report is written again', () => {
    const incident = madeIncident();
    const later = { ...OPTIONS, generated: { ...OPTIONS.generated, atMs: OPTIONS.generated.atMs + 1000 } };
    const ids = [OPTIONS, later].map((options) =>
      bundleOf(madeInvestigation([incident]), incident, options).objects.map(({ id }) => id),
    );
    expect(ids[0]).toEqual(ids[1]);
    expect(new Set(ids[0]).size).toBe(ids[0]!.length);
  });

  it('names techniques by their ID in ATT&CK, and indicators by patterns', () => {
    const incident = madeIncident();
    const { objects } = bundleOf(madeInvestigation([incident]), incident, OPTIONS);
    const references = objects
      .filter(({ type }) => type === 'attack-pattern')
      .flatMap((object) => object['external_references'] as { external_id: string }[]);
    expect(references.map(({ external_id: id }) => id)).toEqual([
      ...new Set(incident.techniques.map(({ id }) => id)),
    ]);
    const patterns = objects.filter(({ type }) => type === 'indicator').map((object) => object['pattern']);
    expect(patterns).toContain(`[ipv4-addr:value = '203.0.113.77']`);
    expect(patterns).toContain(`[autonomous-system:number = 14061]`);
  });

  it('tells by which kinds of actions it was answered, and against which techniques, without names', () => {
    const incident = madeIncident();
    const { objects } = bundleOf(madeInvestigation([incident]), incident, OPTIONS);
    const courses = objects.filter(({ type }) => type === 'course-of-action');
    expect(courses.map((object) => object['name'])).toEqual([
      'deny-user',
      'deactivate-access-key',
      'deny-role',
    ]);
    expect(JSON.stringify(courses)).not.toMatch(/backup-svc|111122223333/);
    const mitigated = objects.flatMap((object) =>
      object['relationship_type'] === 'mitigates' && object['source_ref'] === courses[0]!.id
        ? [object['target_ref']]
        : [],
    );
    const names = objects.filter(({ id }) => mitigated.includes(id)).map((object) => object['name']);
    expect(names).toEqual(['CreateUser']);
  });

  it('does not hand out keys', () => {
    const incident = madeIncident();
    const text = JSON.stringify(
      bundleOf(madeInvestigation([incident]), incident, OPTIONS).objects.filter(
        ({ type }) => type !== 'report',
      ),
    );
    expect(text).not.toMatch(/A[KS]IA[A-Z0-9]{16}/);
  });

  it.each(TLP_LEVELS)('is marked TLP:%s when that is asked for', (tlp) => {
    const incident = madeIncident();
    const { objects } = bundleOf(madeInvestigation([incident]), incident, { ...OPTIONS, tlp });
    const marking = objects.find(({ type }) => type === 'marking-definition')!;
    expect(JSON.stringify(marking['extensions'])).toContain(`"tlp_2_0":"${tlp}"`);
    const marked = objects.filter(({ type }) => !['marking-definition', 'identity'].includes(type));
    expect(
      marked.every((object) => JSON.stringify(object['object_marking_refs']) === `["${marking.id}"]`),
    ).toBe(true);
  });
});

describe('a UUID of version 5', () => {
  it('is that of RFC 9562', () => {
    expect(uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });
});

describe('a string in a pattern', () => {
  it('can be read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const inner = /^'((?:[^'\\]|\\.)*)'$/su.exec(patternString(text))?.[1];
        expect(inner?.replaceAll(/\\(.)/gsu, '$1')).toBe(text);
      }),
    );
  });
});
