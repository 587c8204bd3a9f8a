/** Calls as CloudTrail records. */
import type { JsonObject } from '../json.ts';
import { isDataEvent, isGlobal, isReadOnly, nameOf, serviceOf } from './call.ts';
import type { Call } from './call.ts';
import { isoTime } from './calendar.ts';
import type { Random } from './random.ts';
import { usualRequest } from './requests.ts';
import { consoleIdentity } from './signer.ts';

/** Hosts of services that do not have the name of their event source. */
const HOSTS: { readonly [service: string]: string } = { bedrock: 'bedrock-runtime', ses: 'email' };

/** A record, and what of it decides where it goes. */
export interface MadeRecord {
  readonly eventID: string;
  readonly region: string;
  readonly record: JsonObject;
}

/** The record of a call. `random` gives its IDs. */
export function recordOf(call: Call, random: Random): MadeRecord {
  const { signer, api } = call;
  const service = serviceOf(api);
  const region = isGlobal(api) ? 'us-east-1' : call.region;
  const usual = usualRequest(api, { account: signer.account, region, random });
  const signIn = service === 'signin';
  const resources = call.resources ?? usual.resources;
  const isData = isDataEvent(api);
  const eventID = random.uuid();
  const record: JsonObject = {
    eventVersion: versionOf(service),
    userIdentity: signer.isConsole === true ? consoleIdentity(signer, random) : signer.identity,
    eventTime: isoTime(call.timeMs),
    eventSource: `${service}.amazonaws.com`,
    eventName: nameOf(api),
    awsRegion: region,
    sourceIPAddress: call.address,
    userAgent: service === 's3' && !call.agent.endsWith('.amazonaws.com') ? `[${call.agent}]` : call.agent,
    ...(call.error === undefined ? {} : { errorCode: call.error.code, errorMessage: call.error.message }),
    requestParameters: call.parameters === undefined ? usual.parameters : call.parameters,
    responseElements: call.error === undefined ? (call.response ?? usual.response ?? null) : null,
    ...(service === 's3' ? { additionalEventData: transferOf(call, random) } : {}),
    ...(signIn ? {} : { requestID: random.uuid() }),
    eventID,
    readOnly: isReadOnly(api),
    ...(resources === undefined ? {} : { resources }),
    eventType: signIn ? 'AwsConsoleSignIn' : 'AwsApiCall',
    managementEvent: !isData,
    recipientAccountId: signer.account.id,
    eventCategory: isData ? 'Data' : 'Management',
    ...(call.address.endsWith('.amazonaws.com') || call.address === 'AWS Internal'
      ? {}
      : { tlsDetails: tlsOf(service, region) }),
    ...(signer.isConsole === true ? { sessionCredentialFromConsole: 'true' } : {}),
    ...call.more,
  };
  return { eventID, region, record };
}

/** Services went over to newer versions of the record one by one. */
function versionOf(service: string): string {
  return service === 's3' ? '1.11' : (['1.08', '1.09', '1.10', '1.11'][service.length % 4] ?? '1.08');
}

function tlsOf(service: string, region: string): JsonObject {
  const host = HOSTS[service] ?? service;
  return {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader:
      service === 'iam'
        ? 'iam.amazonaws.com'
        : service === 'signin'
          ? 'signin.aws.amazon.com'
          : `${host}.${region}.amazonaws.com`,
  };
}

function transferOf(call: Call, random: Random): JsonObject {
  const bytes = call.error === undefined ? random.between(200, 90_000) : 0;
  const isWrite = !isReadOnly(call.api);
  return {
    SignatureVersion: 'SigV4',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    bytesTransferredIn: isWrite ? bytes : 0,
    AuthenticationMethod: 'AuthHeader',
    bytesTransferredOut: isWrite ? 0 : bytes,
  };
}
