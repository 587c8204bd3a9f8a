import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { HOSTILE, TOKEN, withTexts } from '../../test/support/hostile.ts';
import {
  AUDITED,
  BARE_OPTIONS,
  OPTIONS,
  bareIncident,
  hostileOptions,
  madeIncident,
  madeInvestigation,
} from '../../test/support/made-incident.ts';
import type { Incident } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { REPORT_FORMATS } from './formats.ts';
import type { ReportFormat } from './formats.ts';
import type { ReportOptions } from './options.ts';

const FORMATS = Object.keys(REPORT_FORMATS) as ReportFormat[];

/** What a terminal acts on, or what changes what a reader sees. Line ends are the format's own. */
const UNSEEN =
  // eslint-disable-next-line no-control-regex -- these are the characters to find
  /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/u;

function textsOf(
  format: ReportFormat,
  investigation: Investigation,
  incident: Incident | null,
  options: ReportOptions,
): string[] {
  const rendered = REPORT_FORMATS[format](investigation, incident, options);
  return typeof rendered === 'string' ? [rendered] : Object.values(rendered);
}

interface Given {
  readonly investigation: Investigation;
  readonly options: ReportOptions;
}

/** A report in which every text is one of the hostile ones, or a piece of any text. */
const hostile: fc.Arbitrary<Given> = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 12 })), {
    minLength: 7,
    maxLength: 29,
  })
  .chain((texts) => fc.boolean().map((isAuditHostile) => ({ texts, isAuditHostile })))
  .map(({ texts, isAuditHostile }) => {
    let n = 0;
    const pick = (): string => texts[n++ % texts.length]!;
    const made = madeInvestigation([madeIncident(isAuditHostile ? 4 : 60), bareIncident()]);
    // An audit is joined by the IDs of keys: where those are hostile, nothing of it is shown.
    const investigation = isAuditHostile ? made : withTexts(made, pick);
    return { investigation, options: hostileOptions({ ...AUDITED, title: 't' }, investigation, pick) };
  });

function check(test: (given: Given, incident: Incident | null) => void): void {
  fc.assert(
    fc.property(hostile, fc.boolean(), (given, isOne) => {
      test(given, isOne ? given.investigation.incidents[0]! : null);
    }),
    { numRuns: 32 },
  );
}

describe.each(FORMATS)('the format %s', (format) => {
  it('gives the same bytes for the same input, and ends with a line end', () => {
    const [first, second] = [0, 1].map(() =>
      textsOf(format, madeInvestigation([madeIncident()]), madeIncident(), OPTIONS),
    );
    expect(first).toEqual(second);
    expect(first!.every((text) => text.endsWith('\n'))).toBe(true);
  });

  it('can be had of an investigation without incidents, and of an incident of which little is known', () => {
    for (const text of textsOf(format, madeInvestigation([]), null, BARE_OPTIONS)) expect(text).not.toBe('');
    const bare = bareIncident();
    for (const text of textsOf(format, madeInvestigation([bare]), bare, BARE_OPTIONS)) {
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('shows no character that cannot be seen, and no session token, whatever the texts', () => {
    check(({ investigation, options }, incident) => {
      for (const text of textsOf(format, investigation, incident, options)) {
        expect(UNSEEN.exec(text)?.index ?? -1).toBe(-1);
        expect(text).not.toContain(TOKEN);
      }
    });
  });
});

describe('hostile texts in HTML', () => {
  const TAG = /<(\/?)([a-z0-9]+)((?: [a-zA-Z-]+[0-9]?(?:="[^"<>]*")?)*)\/?>/g;
  const ATTRIBUTES = new Set(
    (
      'lang charset http-equiv content name class id href rel hidden role tabindex value scope datetime for viewBox width height ' +
      'x y x1 x2 y1 y2 cx cy r rx d text-anchor type autocomplete spellcheck aria-label aria-labelledby aria-live ' +
      'data-actor data-tactic data-credential'
    ).split(' '),
  );

  it('make no tag, no attribute and no link', () => {
    check(({ investigation, options }, incident) => {
      const [page = ''] = textsOf('html', investigation, incident, options);
      const markup = page.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<script>[\s\S]*?<\/script>/, '');
      expect(markup.replace('<!doctype html>', '').replaceAll(TAG, '').search(/[<>]/)).toBe(-1);
      for (const [, , , attributes = ''] of markup.matchAll(TAG)) {
        for (const [, name = '', value = ''] of attributes.matchAll(/ ([a-zA-Z-]+[0-9]?)(?:="([^"]*)")?/g)) {
          expect(ATTRIBUTES).toContain(name);
          const isLink = name === 'href';
          expect(isLink ? value : '#').toMatch(
            /^(?:#[\w-]*|https:\/\/attack\.mitre\.org\/techniques\/[T\d/]+)$/,
          );
        }
      }
      expect(page.match(/<script>/g)).toHaveLength(1);
    });
  });
});

describe('hostile texts in Markdown', () => {
  it(
    'make no link, no image, no HTML, no mention and no table cell, as a parser of GitHub’s dialect sees it',
    {
      timeout: 60_000,
    },
    () => {
      check(({ investigation, options }, incident) => {
        const [text = ''] = textsOf('md', investigation, incident, options);
        const html = micromark(text, {
          allowDangerousHtml: true,
          extensions: [gfm()],
          htmlExtensions: [gfmHtml()],
        });
        const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag!.toLowerCase()));
        const known = 'h1 h2 h3 h4 p ul ol li strong em code blockquote table thead tbody tr th td a hr';
        expect([...tags].filter((tag) => !known.split(' ').includes(tag))).toEqual([]);
        for (const [, link] of html.matchAll(/<a href="([^"]*)"/g)) {
          expect(link).toMatch(/^https:\/\/attack\.mitre\.org\/techniques\//);
        }
        const prose = html.replaceAll(/<code>[\s\S]*?<\/code>/g, '');
        expect(prose.search(/@|:\/\/(?!attack\.mitre\.org)|www\./)).toBe(-1);
        for (const [table] of html.matchAll(/<table>[\s\S]*?<\/table>/g)) {
          const rows = table.split('<tr>').slice(1);
          const width = rows[0]!.match(/<th/g)!.length;
          for (const row of rows.slice(1)) expect(row.match(/<td/g)).toHaveLength(width);
        }
      });
    },
  );

  it('are still there to be read', () => {
    const incident = { ...madeIncident(), title: String.raw`a|b <c> *d* [e](f) \g` };
    const [text = ''] = textsOf('md', madeInvestigation([incident]), incident, OPTIONS);
    const html = micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
    expect(html).toContain(String.raw`<h1>a|b &lt;c&gt; *d* [e](f) \g</h1>`);
  });
});

describe('hostile texts in CSV', () => {
  it('make no formula, no cell and no line', () => {
    check(({ investigation, options }, incident) => {
      for (const text of textsOf('csv', investigation, incident, options)) {
        const rows = parse(text, { record_delimiter: '\r\n' });
        const width = rows[0]!.length;
        for (const row of rows) {
          expect(row).toHaveLength(width);
          for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/);
        }
      }
    });
  });

  it('has a row for every entry, indicator, credential, source and step', () => {
    const incident = madeIncident(300);
    const lengths = textsOf('csv', madeInvestigation([incident]), incident, AUDITED).map(
      (text) => parse(text).length,
    );
    const { timeline, indicators, credentials } = incident;
    const { steps } = AUDITED.responses![incident.id]!;
    // The key lay in three places, of which one came too late.
    const sources = [1, 2, 3];
    expect(lengths).toEqual(
      [timeline, indicators, credentials, sources, steps].map((rows) => rows.length + 1),
    );
  });
});
