// A sample event taken apart into what stays and what is made anew with every replay.
import { BASE64_ALPHABET, ID_ALPHABET, Random } from './random.mjs';
import { serviceKey } from './company.mjs';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const RESOURCE = '\\b(?:i|vpc|subnet|sg|eni|vol|rtb|nat|igw|acl|snap|ami|eipalloc)-[0-9a-f]{8,17}\\b';
const ADDRESS = /^\d+\.\d+\.\d+\.\d+$|:/;

/** Resources of the company: identifiers in requests are drawn from these. */
const resources = Array.from({ length: 500 }, (_, n) => new Random(n, 500).hex(17));

/** How each marked place is filled. `at` is the replay at hand: random numbers, session, account, region, time. */
const FILL = {
  eventId: (at) => at.random.uuid(),
  uuid: (at) => at.random.uuid(),
  request: (at) => at.random.token(ID_ALPHABET, 16),
  base64: (at, length) => at.random.token(BASE64_ALPHABET, Number(length)),
  time: (at) => at.time,
  region: (at) => at.region,
  account: (at) => at.account,
  address: (at) => at.session.address,
  identity: (at) => at.session.identityJson,
  agent: (at, command) => at.session.agent.replace('@@command@@', command) || 'console.amazonaws.com',
  key: (at) => at.random.pick(at.minted),
  serviceKey: (at, principal) => serviceKey(at.account, at.day, Number(principal)),
  resource: (at, prefix) => `${prefix}-${at.random.pick(resources)}`,
};

/**
 * Takes a sample apart.
 *
 * @returns a function from a replay to the text of a fresh event.
 */
export function compileTemplate({ record, kind, keepsAgent }) {
  const text = JSON.stringify(mark(structuredClone(record), kind, keepsAgent));
  const accounts = new Set([record.recipientAccountId, record.userIdentity?.accountId]);
  const known = [...accounts].filter((id) => /^\d{12}$/.test(id ?? ''));
  const places = new RegExp(
    ['"@@identity@@"', '@@\\w+(?::[^@]*)?@@', UUID, RESOURCE, 'A[KS]IA[A-Z0-9]{16}', ...known].join('|'),
    'g',
  );
  const fixed = [];
  const fills = [];
  let end = 0;
  for (const match of text.matchAll(places)) {
    fixed.push(text.slice(end, match.index));
    fills.push(fillOf(match[0]));
    end = match.index + match[0].length;
  }
  const tail = text.slice(end);
  return (at) => {
    let event = '';
    for (let n = 0; n < fills.length; n++) event += fixed[n] + fills[n](at);
    return event + tail;
  };
}

function fillOf(place) {
  const marked = /^"?@@(\w+)(?::([^@]*))?@@"?$/.exec(place);
  if (marked !== null) {
    const [, name, argument] = marked;
    return (at) => FILL[name](at, argument);
  }
  if (/^\d{12}$/.test(place)) return FILL.account;
  if (place.length === 36) return FILL.uuid;
  if (/^A[KS]IA/.test(place)) return FILL.key;
  const prefix = place.slice(0, place.indexOf('-'));
  return (at) => FILL.resource(at, prefix);
}

/** Puts marks where a replay differs; keys keep their order. */
function mark(record, kind, keepsAgent) {
  record.eventID = '@@eventId@@';
  record.eventTime = '@@time@@';
  record.awsRegion = '@@region@@';
  if (typeof record.requestID === 'string') {
    record.requestID = record.requestID.length === 16 ? '@@request@@' : '@@uuid@@';
  }
  if (ADDRESS.test(record.sourceIPAddress ?? '')) record.sourceIPAddress = '@@address@@';
  const extra = record.additionalEventData;
  if (extra?.['x-amz-id-2'] !== undefined) extra['x-amz-id-2'] = '@@base64:76@@';
  const minted = record.responseElements?.credentials;
  if (typeof minted?.sessionToken === 'string')
    minted.sessionToken = `@@base64:${minted.sessionToken.length}@@`;
  markCaller(record, kind, keepsAgent);
  return record;
}

function markCaller(record, kind, keepsAgent) {
  const identity = record.userIdentity;
  const replaced =
    ['IAMUser', 'AssumedRole'].includes(identity?.type) &&
    identity.invokedBy === undefined &&
    record.sourceIPAddress === '@@address@@';
  if (replaced) record.userIdentity = '@@identity@@';
  else if (identity?.accessKeyId !== undefined)
    identity.accessKeyId = `@@serviceKey:${numberOf(identity.arn ?? '')}@@`;
  const hasOwn = ['sdk', 'cli', 'terraform'].includes(kind) || (kind === 'change' && replaced);
  if (hasOwn || !keepsAgent) record.userAgent = `@@agent:${commandOf(record)}@@`;
}

/** A number for a principal, so that its calls share a key. */
function numberOf(arn) {
  let number = 0;
  for (const character of arn) number = (Math.imul(number, 31) + character.codePointAt(0)) >>> 0;
  return number;
}

/** The AWS CLI names the command it runs in its agent. */
function commandOf({ eventSource, eventName }) {
  const command = eventName.replace(/(?<=[a-z0-9])[A-Z]/g, '-$&').toLowerCase();
  return `${eventSource.split('.', 1)[0]}.${command}`;
}
