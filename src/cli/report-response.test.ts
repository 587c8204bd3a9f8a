import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { madeIncident } from '../../test/support/made-incident.ts';
import { began, called, ended, journalOf, madeClosing, madePlan } from '../../test/support/made-response.ts';
import { scratchFolder } from '../../test/support/run-keytrail.ts';
import { planText } from '../respond/plan-file.ts';
import { responsesIn } from './report-response.ts';

const scratch = scratchFolder();
const incident = madeIncident();
const other = { ...incident, id: 'INC-2' };
const START = Date.UTC(2026, 9, 14, 12);

function caseWith(files: { readonly [name: string]: string }): string {
  const folder = mkdtempSync(path.join(scratch, 'case-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

const JOURNAL = journalOf(START, [began(), ...called('C01', 'deny-user'), ended('C01', 'done')])
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

it('the response to each incident is read from its plan, journal and closing', () => {
  const folder = caseWith({
    'plan.yml': planText({ ...madePlan(), incident: incident.id }),
    [`response-${incident.id}.ndjson`]: `${JOURNAL}{"time":"2026`,
    [`closing-${incident.id}.json`]: JSON.stringify(madeClosing(START + 60_000)),
  });
  const { responses, problems } = responsesIn(folder, [incident, other]);
  expect(problems).toEqual([]);
  expect(Object.keys(responses)).toEqual([incident.id]);
  const { steps, closing, lastMs } = responses[incident.id]!;
  expect(steps[0]).toMatchObject({ id: 'C01', state: 'done' });
  expect(closing?.verdict).toBe('open');
  expect(lastMs).toBe(START + 60_000);
});

it('a case without any has no response', () => {
  expect(responsesIn(caseWith({}), [incident])).toEqual({ responses: {}, problems: [] });
});

it('what cannot be read is named, and the rest is there', () => {
  const folder = caseWith({
    'plan.yml': 'version: 2\n',
    [`response-${incident.id}.ndjson`]: `{"time\n${JOURNAL}`,
    [`closing-${incident.id}.json`]: '{"verdict":"closable","checks":[{}]}',
    [`response-${other.id}.ndjson`]: JOURNAL,
  });
  const { responses, problems } = responsesIn(folder, [incident, other]);
  expect(problems).toEqual([
    expect.stringMatching(/^the plan cannot be read: plan\.yml:1:\d+: /),
    expect.stringMatching(/response-INC-\w+\.ndjson:1 is damaged$/),
    expect.stringContaining('is damaged: run keytrail respond close again'),
  ]);
  expect(Object.keys(responses)).toEqual([other.id]);
});
