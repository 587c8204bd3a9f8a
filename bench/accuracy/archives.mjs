// The archives that are judged: made by `simulate`, each with some of the attacks, and the truth about them.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ATTACKS } from '../../build/simulate/attacks.js';
import { simulate } from '../../build/simulate/simulate.js';

/** Names of all attacks that can be asked for. */
export const KINDS = ATTACKS.map(({ name }) => name);

/**
 * Writes an archive and returns it with its truth.
 *
 * @param setting `{ seed, days, users, accounts, attacks }`; `attacks` is how many kinds, taken in turn by seed.
 * @returns `{ seed, folder, keys, days, records, incidents, labels }`; labels by event ID.
 */
export function makeArchive({ seed, days, users, accounts, attacks }, folder) {
  const first = (seed * attacks) % ATTACKS.length;
  const turn = [...ATTACKS, ...ATTACKS].slice(first, first + attacks);
  // In the order of the table: the choosiest finds its victim first.
  const chosen = ATTACKS.filter((attack) => turn.includes(attack));
  const made = simulate({ seed, days, users, accounts, pace: 1, minutesPerFile: 360, attacks: chosen });
  const records = [];
  const labels = new Map();
  for (const day of made.days()) {
    for (const file of day.files) {
      writeLogFile(path.join(folder, file.path), file.text);
      for (const record of JSON.parse(file.text).Records) records.push(record);
    }
    for (const label of day.labels) labels.set(label.eventID, label);
  }
  return { seed, folder, keys: made.keys, days, records: once(records), incidents: made.incidents, labels };
}

/** Adds records to an archive, as one more file. */
export function addRecords(archive, name, records) {
  writeLogFile(path.join(archive.folder, 'AWSLogs', `${name}.json.gz`), JSON.stringify({ Records: records }));
  archive.records = once([...archive.records, ...records]);
}

/** In order of time, each event once. */
function once(records) {
  const byId = new Map(records.map((record) => [record.eventID, record]));
  return [...byId.values()].toSorted((a, b) => (a.eventTime < b.eventTime ? -1 : 1));
}

function writeLogFile(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, gzipSync(text, { level: 1 }));
}
