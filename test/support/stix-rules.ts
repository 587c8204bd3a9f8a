/**
 * The rules of STIX 2.1 that a bundle of ours could break, after the text of the standard:
 * https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html
 */
import { createHash } from 'node:crypto';

type StixValue = { readonly [property: string]: unknown };

interface StixObject extends StixValue {
  readonly type: string;
  readonly id: string;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const COMMON = [
  'type',
  'spec_version',
  'id',
  'created_by_ref',
  'created',
  'modified',
  'object_marking_refs',
  'confidence',
  'external_references',
];

/** Properties that an object must have, and those it may have (sections 4 to 7). */
const SHAPES: {
  readonly [type: string]: { readonly must: readonly string[]; readonly may: readonly string[] };
} = {
  identity: { must: ['name'], may: ['description', 'identity_class', 'sectors'] },
  'marking-definition': { must: ['created', 'extensions'], may: ['name'] },
  'attack-pattern': { must: ['name'], may: ['description', 'kill_chain_phases'] },
  indicator: {
    must: ['pattern', 'pattern_type', 'valid_from'],
    may: ['name', 'description', 'indicator_types'],
  },
  'observed-data': { must: ['first_observed', 'last_observed', 'number_observed', 'object_refs'], may: [] },
  'course-of-action': { must: ['name'], may: ['description'] },
  report: { must: ['name', 'published', 'object_refs'], may: ['description', 'report_types'] },
  relationship: { must: ['relationship_type', 'source_ref', 'target_ref'], may: ['description'] },
  'ipv4-addr': { must: ['value'], may: [] },
  'ipv6-addr': { must: ['value'], may: [] },
  'autonomous-system': { must: ['number'], may: ['name'] },
  'user-account': { must: [], may: ['user_id', 'account_login', 'account_type'] },
};

/** Properties that make the ID of an observable (section 6). */
const NAMED_BY: { readonly [type: string]: readonly string[] } = {
  'ipv4-addr': ['value'],
  'ipv6-addr': ['value'],
  'autonomous-system': ['number'],
  'user-account': ['account_type', 'user_id', 'account_login'],
};

const INDICATOR_TYPES = [
  'anomalous-activity',
  'anonymization',
  'benign',
  'compromised',
  'malicious-activity',
  'attribution',
  'unknown',
];

/** Comparison of one property with a number or a string in quotes: all that our patterns are (section 9). */
const PATTERN =
  /^\[[a-z0-9-]+:(?:[a-z_]+|'[a-z-]+')(?:\.(?:[a-z_]+|'[\w-]+'))* (?:=|LIKE) (?:\d+|'(?:[^'\\]|\\['\\])*')\]$/su;

/** One sentence for each rule that the bundle breaks. */
export function brokenRules(given: object): string[] {
  const bundle = given as StixValue;
  const objects = (bundle['objects'] ?? []) as readonly StixObject[];
  const broken: string[] = [];
  const rule = (holds: boolean, sentence: string): void => {
    if (!holds) broken.push(sentence);
  };
  rule(new RegExp(`^bundle--${UUID}$`).test(String(bundle['id'])), 'the bundle has no proper ID');
  rule(
    Object.keys(bundle).every((name) => ['type', 'id', 'objects'].includes(name)),
    'the bundle has other properties',
  );
  const ids = new Set(objects.map(({ id }) => id));
  rule(ids.size === objects.length, 'an ID stands twice');
  for (const object of objects) {
    const { type, id } = object;
    const shape = SHAPES[type];
    rule(shape !== undefined, `${type} is no type`);
    if (shape === undefined) continue;
    rule(new RegExp(`^${type}--${UUID}$`).test(id), `${id} is no ID of a ${type}`);
    rule(object['spec_version'] === '2.1', `${id} has no version`);
    for (const name of shape.must) rule(name in object, `${id} has no ${name}`);
    for (const [name, value] of Object.entries(object)) {
      rule([...COMMON, ...shape.must, ...shape.may].includes(name), `${id} has ${name}`);
      rule(
        value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
        `${id}: ${name} is empty`,
      );
      if (/^(?:created|modified|published|valid_from|(?:first|last)_observed)$/.test(name)) {
        rule(TIME.test(String(value)), `${id}: ${name} is no time`);
      }
      if (/_refs?$/.test(name)) {
        for (const target of [value].flat()) rule(ids.has(String(target)), `${id}: ${name} leads nowhere`);
      }
    }
    const naming = NAMED_BY[type];
    if (naming === undefined && type !== 'marking-definition') {
      rule('created' in object && 'modified' in object, `${id} has no times`);
    } else if (naming !== undefined) {
      rule(!('created' in object), `${id} is an observable and has times`);
      rule(id === `${type}--${observableId(object, naming)}`, `${id} does not follow from its values`);
    }
    broken.push(...brokenByType(object));
  }
  return broken;
}

function brokenByType(object: StixObject): string[] {
  const { type, id } = object;
  const broken: string[] = [];
  if (type === 'indicator') {
    if (!PATTERN.test(String(object['pattern'])))
      broken.push(`${id}: ${String(object['pattern'])} is no pattern`);
    if (object['pattern_type'] !== 'stix') broken.push(`${id} has another kind of pattern`);
    const types = object['indicator_types'] as readonly string[];
    if (!types.every((one) => INDICATOR_TYPES.includes(one))) broken.push(`${id} has an unknown type`);
    const confidence = Number(object['confidence']);
    if (!(confidence >= 0 && confidence <= 100)) broken.push(`${id} has no confidence`);
  }
  if (type === 'observed-data') {
    const number = Number(object['number_observed']);
    if (!(Number.isInteger(number) && number >= 1 && number <= 999_999_999))
      broken.push(`${id} counts ${number}`);
    if (String(object['first_observed']) > String(object['last_observed']))
      broken.push(`${id} ends before it begins`);
  }
  if (type === 'relationship') {
    const [source, target] = [object['source_ref'], object['target_ref']].map(
      (ref) => String(ref).split('--')[0],
    );
    const known = [
      'indicator indicates attack-pattern',
      'indicator based-on observed-data',
      'course-of-action mitigates attack-pattern',
    ];
    const triple = `${source} ${String(object['relationship_type'])} ${target}`;
    if (!known.includes(triple)) broken.push(`${id}: ${triple}`);
  }
  if (type === 'user-account' && !('user_id' in object || 'account_login' in object))
    broken.push(`${id} is empty`);
  return broken;
}

/** UUID of version 5 over the canonical JSON of the properties (section 2.9), written apart from the product's. */
function observableId(object: StixValue, naming: readonly string[]): string {
  const names = naming.filter((name) => name in object).toSorted();
  const json = `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(object[name])}`).join(',')}}`;
  const namespace = Buffer.from('00abedb4aa42466c9c01fed23315a9b7', 'hex');
  const hash = createHash('sha1')
    .update(Buffer.concat([namespace, Buffer.from(json)]))
    .digest('hex');
  const variant = ((Number.parseInt(hash.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-${variant}${hash.slice(18, 20)}-${hash.slice(20, 32)}`;
}
