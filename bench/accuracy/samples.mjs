// The labelled samples, judged as they are, and their attacks moved onto a key of a made-up organisation.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Where the samples lie, if they are there. */
const FOLDER = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

const SAMPLES = [
  { name: 'invictus-aws-dataset', user: 'bert-jan', hostile: ['attack', 'attack-setup'] },
  { name: 'flaws-cloud-fragment', user: 'Level6', hostile: ['attack'] },
];

/** The samples that are there: `{ name, user, file, records, labels }`, labels by event ID. */
export function labelledSamples() {
  return SAMPLES.filter(({ name }) => existsSync(path.join(FOLDER, `${name}.ndjson.gz`))).map((sample) => {
    const read = (name) =>
      gunzipSync(readFileSync(path.join(FOLDER, name)))
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    const hostile = read(`${sample.name}.labels.ndjson.gz`).filter(({ label }) =>
      sample.hostile.includes(label),
    );
    return {
      ...sample,
      file: path.join(FOLDER, `${sample.name}.ndjson.gz`),
      records: read(`${sample.name}.ndjson.gz`),
      labels: new Map(hostile.map(({ eventID }) => [eventID, sample.name])),
    };
  });
}

/**
 * The hostile events of a sample as if its user were this one: with the user's account and key, an address on the
 * internet, and from `startMs` on. IDs are new, and the same for the same words.
 *
 * @param victim `{ identity, address }`: userIdentity of the key's owner, and where the intruder is.
 * @param most number of events that are taken, the earliest.
 * @returns `{ records, incident }`: what to add to the archive, and what is true of it.
 */
export function moved(sample, { victim, startMs, most, name }) {
  const chosen = sample.records
    .filter(({ eventID }) => sample.labels.has(eventID))
    .toSorted((a, b) => (a.eventTime < b.eventTime ? -1 : 1))
    .slice(0, most);
  const own = chosen.find(
    ({ userIdentity }) =>
      userIdentity?.userName === sample.user && userIdentity.accessKeyId?.startsWith('AKIA'),
  );
  const before = own.userIdentity;
  const shiftMs = startMs - Date.parse(chosen[0].eventTime);
  const words = new Map([
    [before.accessKeyId, victim.identity.accessKeyId],
    [before.accountId, victim.identity.accountId],
    [before.principalId, victim.identity.principalId],
    [`user/${sample.user}`, victim.identity.arn.replace(/^.*:/, '')],
    [`"userName":"${sample.user}"`, `"userName":"${victim.identity.userName}"`],
  ]);
  const records = chosen.map((record) => {
    let text = JSON.stringify(record);
    for (const [from, to] of words) text = text.replaceAll(from, to);
    text = text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, (time) => shifted(time, shiftMs));
    const moving = JSON.parse(text);
    return {
      ...moving,
      eventID: newId(`${name} ${record.eventID}`),
      sourceIPAddress: isPrivate(moving.sourceIPAddress) ? victim.address : moving.sourceIPAddress,
      recipientAccountId: victim.identity.accountId,
    };
  });
  return {
    records,
    incident: {
      incident: name,
      attack: `sample ${sample.name}`,
      leaked: [victim.identity.accessKeyId],
      minted: [],
      edges: [],
      victims: [{ credential: victim.identity.accessKeyId, archetype: victim.archetype, age: victim.age }],
    },
  };
}

function isPrivate(address) {
  return /^(10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(address);
}

function shifted(time, byMs) {
  return `${new Date(Date.parse(time) + byMs).toISOString().slice(0, 19)}Z`;
}

function newId(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
