/** Writes the table of actions into docs/respond.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { ACTIONS } from '../build/respond/actions.js';

const file = new URL('../docs/respond.md', import.meta.url);
const rows = Object.values(ACTIONS).map(
  ({ name, does, undoes }) => `| \`${name}\` | ${does} | ${undoes ?? 'Cannot be undone.'} |`,
);
const table = ['| action | what it does | undone by |', '| --- | --- | --- |', ...rows].join('\n');
const [before] = readFileSync(file, 'utf8').split('<!-- actions -->');
writeFileSync(file, `${before}<!-- actions -->\n\n${table}\n`);
