/** Field names that no CloudTrail record and no enrichment has. */
import { AGENT_FIELDS } from '../agent/field.ts';
import { NETWORK_FIELDS } from '../network/field.ts';
import type { Condition, CorrelationRule, Rule } from './rule.ts';
import { fieldFor } from './correlation-fields.ts';

/**
 * The fields of a record. Those with a text or a number have no list of names below them; below the others
 * (undefined) anything can stand.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const RECORD: Readonly<Record<string, readonly string[] | undefined>> = {
  eventVersion: [],
  userIdentity: [
    'type',
    'principalId',
    'arn',
    'accountId',
    'accessKeyId',
    'userName',
    'invokedBy',
    'sessionContext',
    'identityProvider',
    'credentialId',
    'onBehalfOf',
    'inScopeOf',
    'identityStoreArn',
  ],
  eventTime: [],
  eventSource: [],
  eventName: [],
  awsRegion: [],
  sourceIPAddress: [],
  userAgent: [],
  errorCode: [],
  errorMessage: [],
  requestParameters: undefined,
  responseElements: undefined,
  additionalEventData: undefined,
  requestID: [],
  eventID: [],
  eventType: [],
  apiVersion: [],
  managementEvent: [],
  readOnly: [],
  resources: undefined,
  recipientAccountId: [],
  serviceEventDetails: undefined,
  sharedEventID: [],
  vpcEndpointId: [],
  vpcEndpointAccountId: [],
  eventCategory: [],
  addendum: undefined,
  sessionCredentialFromConsole: [],
  edgeDeviceDetails: undefined,
  tlsDetails: ['tlsVersion', 'cipherSuite', 'clientProvidedHostHeader', 'keyExchange'],
  eventContext: undefined,
};

const ENRICHMENT: ReadonlySet<string> = new Set([...NETWORK_FIELDS, ...AGENT_FIELDS]);

/** Fields that have at most one value, so that two different ones exclude each other. */
export const SINGLE_FIELDS: ReadonlySet<string> = new Set([
  ...Object.keys(RECORD).filter((name) => RECORD[name]?.length === 0),
  ...(RECORD['userIdentity'] ?? []).slice(0, 7).map((name) => `userIdentity.${name}`),
  ...[...ENRICHMENT].filter((name) => name !== 'agent.signature'),
]);

/** What is wrong with a field name; undefined when it can exist. */
export function fieldMistake(field: string): string | undefined {
  if (ENRICHMENT.has(field)) return undefined;
  const [first = '', second] = field.split('.');
  if (first === 'network' || first === 'agent') {
    const known = [...ENRICHMENT].filter((name) => name.startsWith(`${first}.`));
    return `"${field}" is no field of ours, expected one of ${known.join(', ')}`;
  }
  if (!Object.hasOwn(RECORD, first)) {
    return `CloudTrail records have no field "${field}"${suggestion(first, Object.keys(RECORD))}`;
  }
  const below = RECORD[first];
  if (below === undefined || second === undefined || below.includes(second)) return undefined;
  return `"${first}" has no field "${second}"${suggestion(second, below)}`;
}

function suggestion(name: string, known: readonly string[]): string {
  const same = known.find((other) => other.toLowerCase() === name.toLowerCase());
  return same === undefined ? '' : `; names are compared with their case: "${same}"`;
}

/** All fields a rule asks for. */
export function fieldsOf(rule: Rule): Set<string> {
  const fields = new Set(rule.fields);
  if (rule.type === 'event') collect(rule.condition, fields);
  else for (const field of correlationFields(rule)) fields.add(field);
  return fields;
}

function collect(condition: Condition, fields: Set<string>): void {
  if (condition.type === 'and' || condition.type === 'or')
    for (const item of condition.items) collect(item, fields);
  else if (condition.type === 'not') collect(condition.item, fields);
  else if (condition.type === 'match') {
    if (condition.field !== null) fields.add(condition.field);
    if (condition.test.op === 'fieldref') fields.add(condition.test.field);
  }
}

/** A name that an alias of another correlation beneath may give a meaning to is left out. */
function correlationFields(rule: CorrelationRule): string[] {
  const names = [...rule.groupBy, ...rule.field];
  return names
    .flatMap((name) => rule.rules.map((base) => fieldFor(rule, name, base)))
    .filter((field) => field !== '');
}
