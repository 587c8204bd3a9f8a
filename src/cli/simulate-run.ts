/** Runs `keytrail simulate`: writes the made-up archive, its labels and what really happened. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { KeytrailError } from '../error.ts';
import { inlineLittle } from '../inlining.ts';
import type { Attack } from '../simulate/attack.ts';
import { ATTACKS } from '../simulate/attacks.ts';
import { simulate } from '../simulate/simulate.ts';
import { openOutput } from './output.ts';
import { clean, jsonText, numberText } from './show/text.ts';
import type { SimulateOptions } from './simulate.ts';

interface Written {
  readonly out: string;
  readonly files: number;
  readonly events: number;
  readonly labels: number;
  readonly keys: number;
  readonly incidents: number;
  /** Kinds of attack for which no key was left that fits. */
  readonly skipped: readonly string[];
}

/** Writes the archive that the options ask for, or lists the kinds of attack. */
export async function runSimulate(options: SimulateOptions): Promise<void> {
  const output = openOutput(undefined);
  if (options.attacks === 'list') {
    await output.write(options.json === true ? `${jsonText(listed())}\n` : listText());
  } else {
    await inlineLittle();
    const written = write(options);
    await output.write(options.json === true ? `${jsonText(written)}\n` : summaryText(written));
  }
  await output.close();
}

function listed(): { name: string; title: string }[] {
  return ATTACKS.map(({ name, title }) => ({ name, title }));
}

function listText(): string {
  return listed()
    .map(({ name, title }) => `${name.padEnd(20)}${title}\n`)
    .join('');
}

function write(options: SimulateOptions): Written {
  const { out } = options;
  if (out === undefined)
    throw new KeytrailError('There is no folder to write to.', { hint: 'Name one with --out FOLDER.' });
  const attacks = chosen(options.attacks);
  const { seed, days, accounts, users, pace, minutesPerFile } = options;
  const simulation = simulate({ seed, days, accounts, users, pace, attacks, minutesPerFile });
  if (options.attacks !== 'all' && simulation.skipped.length > 0) {
    throw new KeytrailError(`There is nobody whom these attacks fit: ${simulation.skipped.join(', ')}`, {
      hint: 'Ask for more --users or --days, or for fewer attacks at once.',
    });
  }
  openFolder(out);
  const made = new Set<string>();
  const labels: string[] = [];
  let [files, events] = [0, 0];
  for (const day of simulation.days()) {
    for (const file of day.files) {
      const target = path.join(out, file.path);
      const folder = path.dirname(target);
      if (!made.has(folder)) mkdirSync(folder, { recursive: true });
      made.add(folder);
      writeFileSync(target, gzipSync(file.text));
      files++;
      events += file.events;
    }
    labels.push(...day.labels.map((label) => `${JSON.stringify(label)}\n`));
  }
  writeFileSync(path.join(out, 'labels.ndjson'), labels.join(''));
  writeFileSync(path.join(out, 'incidents.json'), `${JSON.stringify(simulation.incidents, null, 2)}\n`);
  return {
    out,
    files,
    events,
    labels: labels.length,
    keys: simulation.keys,
    incidents: simulation.incidents.length,
    skipped: simulation.skipped,
  };
}

function chosen(text: string): readonly Attack[] {
  if (text === 'none') return [];
  if (text === 'all') return ATTACKS;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !ATTACKS.some((attack) => attack.name === name));
  if (unknown.length > 0) {
    throw new KeytrailError(`There is no attack named ${unknown.join(', ')}.`, {
      hint: 'keytrail simulate --attacks list shows those that there are.',
    });
  }
  return ATTACKS.filter(({ name }) => names.includes(name));
}

/** Makes the folder; throws unless it is new or empty: made-up events must not get among real ones. */
function openFolder(out: string): void {
  try {
    mkdirSync(out, { recursive: true });
    if (readdirSync(out).length === 0) return;
  } catch (cause) {
    throw new KeytrailError(`Cannot write to ${out}: ${String(cause)}`, { cause });
  }
  throw new KeytrailError(`${out} is not empty.`, { hint: 'Name a new folder with --out.' });
}

function summaryText({ out, files, events, labels, keys, incidents, skipped }: Written): string {
  return [
    `${numberText(events)} events in ${numberText(files)} files, of ${numberText(keys)} long-lived keys and much else, in ${clean(out)}`,
    `${numberText(incidents)} incidents with ${numberText(labels)} events of intruders: incidents.json, labels.ndjson`,
    ...(skipped.length === 0 ? [] : [`Not made, for want of a key that fits: ${skipped.join(', ')}`]),
    '',
  ].join('\n');
}
