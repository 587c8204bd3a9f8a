import { describe, expect, it } from 'vitest';
import {
  AUDITED,
  BARE_OPTIONS,
  OPTIONS,
  bareIncident,
  madeIncident,
  madeInvestigation,
} from '../../test/support/made-incident.ts';
import type { Incident } from '../investigate/incident.ts';
import type { Block, Section } from './document.ts';
import { makeDocument } from './make-document.ts';
import type { ReportOptions } from './options.ts';
import { verdictOn } from './verdict.ts';

const TITLES = [
  'Executive summary',
  'Incident details',
  'Timeline',
  'Initial access',
  'Attack methodology',
  'Compromised credentials and their lineage',
  'Impact assessment',
  'Indicators of compromise',
  'Response actions',
  'Lessons learned',
  'Recommendations',
  'Metrics and regulatory clocks',
  'What could not be seen',
  'Evidence',
  'How it was judged',
];

function sectionsOf(incident: Incident, options: ReportOptions): readonly Section[] {
  return makeDocument(madeInvestigation([incident]), incident, options).parts.flatMap(
    ({ sections }) => sections,
  );
}

function blocksOf(incident: Incident, options: ReportOptions, id: string): readonly Block[] {
  return sectionsOf(incident, options).find((section) => section.id === id)!.blocks;
}

function titleOf(incidents: readonly Incident[]): string {
  return makeDocument(madeInvestigation(incidents), null, BARE_OPTIONS).title;
}

function said(blocks: readonly Block[]): string {
  return JSON.stringify(blocks);
}

describe('a report on one incident', () => {
  it.each([
    ['of which much is known', madeIncident(), OPTIONS],
    ['that was joined with an audit', madeIncident(), AUDITED],
    ['of which little is known', bareIncident(), BARE_OPTIONS],
  ])(
    'has fifteen sections in their order, each filled or saying why it is empty: %s',
    (_name, incident, options) => {
      const sections = sectionsOf(incident, options);
      expect(sections.map(({ title }) => title)).toEqual(TITLES);
      for (const { blocks } of sections) {
        const telling = blocks.filter(({ kind }) => kind !== 'heading');
        expect(telling.length).toBeGreaterThan(0);
        // A heading is followed by something.
        const bare = blocks.filter(
          ({ kind }, n) => kind === 'heading' && (blocks[n + 1]?.kind ?? 'heading') === 'heading',
        );
        expect(bare).toEqual([]);
        expect(blocks.filter((block) => block.kind === 'table' && block.rows.length === 0)).toEqual([]);
      }
    },
  );

  it('says of every tactic that was not seen what would have shown it', () => {
    const text = said(blocksOf(bareIncident(), BARE_OPTIONS, 'methodology'));
    for (const title of ['Initial access', 'Execution', 'Lateral movement', 'Exfiltration']) {
      expect(text).toMatch(new RegExp(`\\["${title}","not observed","[^"]{20,}"\\]`));
    }
  });

  it('closes every credential by its kind, and undoes everything planted', () => {
    const incident = madeIncident();
    const text = said(blocksOf(incident, OPTIONS, 'response'));
    for (const { credential } of incident.credentials) expect(text).toContain(credential.id);
    for (const { undo } of incident.persistence) for (const call of undo) expect(text).toContain(call);
    expect(text).toContain('AWSRevokeOlderSessions');
  });

  it('tells what was done about it, by whom, and whether it may be closed', () => {
    const text = said(blocksOf(madeIncident(), OPTIONS, 'response'));
    for (const { id } of OPTIONS.responses![madeIncident().id]!.steps) expect(text).toContain(`["${id}",`);
    expect(text).toContain('4 done, 1 failed, 1 begun, end unknown, 1 left out, 1 for a person, 1 planned');
    expect(text).toContain('iam:DeleteUser');
    for (const part of ['user evil was made', 'it stays open.', 'What was copied before containment.'])
      expect(text).toContain(part);
  });

  it('says that nothing of a response is known where the case holds none', () => {
    expect(said(blocksOf(bareIncident(), BARE_OPTIONS, 'response'))).toContain('No response is recorded');
  });

  it('is contained when the journal says so and nobody else does, and measures it', () => {
    const incident = madeIncident();
    const { containedMs: _, discoveredMs: __, ...untold } = OPTIONS;
    const response = untold.responses![incident.id]!;
    const containedMs = incident.metrics.firstUseMs + 3 * 3_600_000;
    const options = { ...untold, responses: { [incident.id]: { ...response, containedMs } } };
    const metrics = said(blocksOf(incident, options, 'metrics'));
    expect(metrics).toContain('["Time to contain, from first use","3 h","first use to the last step');
    expect(metrics).toContain('["Time to contain","2 h 58 min","the event at which the findings page');
    const verdict = verdictOn({ incident, investigation: madeInvestigation([incident]), options });
    expect(verdict.state).toBe('contained');
    expect(JSON.stringify(verdict.ongoing)).toContain('as the journal of the response shows');
    const open = { ...untold, responses: { [incident.id]: { ...response, containedMs: null } } };
    expect(said(blocksOf(incident, open, 'metrics'))).toContain('not contained: 2 of 2 steps');
  });

  it('recommends nothing that was not found', () => {
    expect(said(blocksOf(bareIncident(), BARE_OPTIONS, 'recommendations'))).not.toMatch(
      /secrets were read|cost was/,
    );
    expect(said(blocksOf(madeIncident(), OPTIONS, 'recommendations'))).toMatch(/secrets were read.*cost was/);
  });

  it('calls times unknown that nobody told', () => {
    const text = said(blocksOf(bareIncident(), BARE_OPTIONS, 'metrics'));
    expect(text).toContain('["Time to contain","unknown"');
    expect(said(blocksOf(madeIncident(), OPTIONS, 'metrics'))).toContain('["Time to contain","2 h"');
  });
});

describe('the section on initial access', () => {
  const place = '{"code":"shop@cccccccccc:deploy/.env:2"}';

  it('names the likeliest source with its evidence, the others, and what is ruled out', () => {
    const blocks = blocksOf(madeIncident(), AUDITED, 'initial-access');
    const text = said(blocks);
    expect(blocks[0]).toMatchObject({ kind: 'paragraph' });
    expect(text).toContain('Likely source: ');
    for (const part of [
      place,
      'Some One',
      'no ref: dangling',
      'github.com',
      '17 min',
      'notes.txt',
      'unlikely',
    ])
      expect(text).toContain(part);
    const captions = blocks.flatMap((block) => (block.kind === 'table' ? [block.caption] : []));
    expect(captions).toEqual([
      'Places it may have leaked from, the likeliest first',
      'Places it did not leak from',
      'What was searched for keys',
    ]);
    // What sections beside it say of the leak.
    expect(said(blocksOf(madeIncident(), AUDITED, 'timeline'))).not.toContain(
      'How it leaked is not observed',
    );
  });

  it('says what was searched where nothing was found, and that nothing was where nothing was', () => {
    const { audit } = AUDITED;
    const none = { ...AUDITED, audit: { ...audit!, keys: [] } };
    expect(said(blocksOf(madeIncident(), none, 'initial-access'))).toMatch(
      /No place was found[\s\S]*shop, the home folder/,
    );
    expect(said(blocksOf(madeIncident(), OPTIONS, 'initial-access'))).toContain('no audit was joined');
  });
});

describe('a report on all incidents', () => {
  it('has a part for each, an overview before and what they have in common behind', () => {
    const investigation = madeInvestigation([madeIncident(), bareIncident()]);
    const { parts } = makeDocument(investigation, null, BARE_OPTIONS);
    expect(parts.map(({ sections }) => sections.length)).toEqual([1, 13, 13, 3]);
    expect(new Set(parts.map(({ id }) => id)).size).toBe(4);
  });

  it('does not say of what is only on watch that a credential leaked', () => {
    const watched = bareIncident();
    expect(watched.band).toBe('watch');
    expect(titleOf([madeIncident(), madeIncident(9, 2)])).toBe('2 incidents with leaked credentials');
    expect(titleOf([madeIncident(), watched])).toBe(
      '1 incident with leaked credentials, 1 more to look into',
    );
    expect(titleOf([watched, { ...watched, id: 'INC-2' }])).toBe('2 incidents to look into');
  });

  it('says how much was looked at when there is none', () => {
    const { title, parts } = makeDocument(madeInvestigation([]), null, BARE_OPTIONS);
    expect(title).toBe('No incident was found');
    expect(JSON.stringify(parts)).toContain('182,340 events');
  });
});

describe('the verdict', () => {
  const incident = madeIncident();
  const investigation = madeInvestigation([incident]);

  it('is open while something usable is left, and says what to do first', () => {
    const verdict = verdictOn({ incident, investigation, options: BARE_OPTIONS });
    expect(verdict).toMatchObject({ severity: 'P1', state: 'open' });
    expect(said(verdict.first as never)).toMatch(/^\[\["Close 2 credentials/);
  });

  it('does not believe in containment when calls came after it', () => {
    const containedMs = incident.metrics.lastUseMs - 10 * 60_000;
    const verdict = verdictOn({ incident, investigation, options: { ...OPTIONS, containedMs } });
    expect(verdict.state).toBe('open');
    expect(JSON.stringify(verdict.ongoing)).toContain('Not contained');
    expect(verdictOn({ incident, investigation, options: OPTIONS }).state).toBe('contained');
  });

  it('asks the owner first when use is only unusual', () => {
    const verdict = verdictOn({ incident: bareIncident(), investigation, options: BARE_OPTIONS });
    expect(verdict.severity).toBe('P3');
    expect(JSON.stringify(verdict.first)).toContain('Ask the owner of');
  });
});
