/**
 * What moto lacks, as far as it is called: service-specific credentials of IAM, the event history of CloudTrail, that of
 * AWS Config, access to EKS, Roles Anywhere, associations and activations of Systems Manager.
 * Knows these calls with these parameters, and refuses all others.
 */
import { answerForAccount, newAccountGaps } from './account-gaps.ts';
import type { AccountGaps } from './account-gaps.ts';
import type { HistoryItem } from './config-history.ts';
import { configHistory } from './config-history.ts';
import { eksAccess } from './eks-access.ts';
import { fleet } from './fleet.ts';
import type { GapAnswer } from './gap-answer.ts';
import { trustAnchors } from './trust-anchors.ts';

export interface Gaps {
  readonly account: AccountGaps;
  /** Service-specific credentials by user: ID → status. */
  readonly credentials: Map<string, Map<string, string>>;
  /** What the event history has, by access key. */
  readonly events: Map<string, readonly HistoryEvent[]>;
  /** Trust anchors and profiles of Roles Anywhere: whether they are switched on. */
  readonly anchors: Map<string, boolean>;
  /** What AWS Config recorded, by `type id`. */
  readonly history: Map<string, readonly HistoryItem[]>;
  /** The answer; undefined for operations that are none of its own. */
  answer(operation: string, body: string): GapAnswer | undefined;
}

export interface HistoryEvent {
  readonly EventName: string;
  readonly EventSource: string;
  /** Seconds since 1970. */
  readonly EventTime: number;
  readonly CloudTrailEvent: string;
}

export function newGaps(): Gaps {
  const credentials = new Map<string, Map<string, string>>();
  const events = new Map<string, readonly HistoryEvent[]>();
  const anchors = new Map<string, boolean>();
  const history = new Map<string, readonly HistoryItem[]>();
  const account = newAccountGaps();
  const rest = [eksAccess(), trustAnchors(anchors)];
  const handlers: Readonly<Record<string, (body: string) => GapAnswer>> = {
    ListServiceSpecificCredentials: (body) => {
      const isOfAll = new URLSearchParams(body).get('AllUsers') === 'true';
      const { UserName } = query(body, [isOfAll ? 'AllUsers' : 'UserName']);
      const wanted = [...credentials].filter(([user]) => isOfAll || user === UserName);
      const members = wanted
        .flatMap(([user, own]) => [...own].map(([id, status]) => ({ user, id, status })))
        .map(
          ({ user, id, status }) =>
            `<member><UserName>${user}</UserName><Status>${status}</Status><ServiceUserName>x</ServiceUserName>` +
            `<CreateDate>2026-11-01T00:00:00Z</CreateDate><ServiceName>codecommit.amazonaws.com</ServiceName>` +
            `<ServiceSpecificCredentialId>${id}</ServiceSpecificCredentialId></member>`,
        );
      return xml(
        'ListServiceSpecificCredentials',
        `<ServiceSpecificCredentials>${members.join('')}</ServiceSpecificCredentials>`,
      );
    },
    UpdateServiceSpecificCredential: (body) => {
      const { UserName, ServiceSpecificCredentialId, Status } = query(body, [
        'UserName',
        'ServiceSpecificCredentialId',
        'Status',
      ]);
      const own = credentials.get(UserName!);
      if (own?.has(ServiceSpecificCredentialId!) !== true) return noSuchEntity();
      own.set(ServiceSpecificCredentialId!, Status!);
      return xml('UpdateServiceSpecificCredential', '');
    },
    DeleteServiceSpecificCredential: (body) => {
      const { UserName, ServiceSpecificCredentialId } = query(body, [
        'UserName',
        'ServiceSpecificCredentialId',
      ]);
      if (credentials.get(UserName!)?.delete(ServiceSpecificCredentialId!) !== true) return noSuchEntity();
      return xml('DeleteServiceSpecificCredential', '');
    },
    LookupEvents: (body) => {
      const wish = JSON.parse(body) as {
        readonly LookupAttributes: readonly {
          readonly AttributeKey: string;
          readonly AttributeValue: string;
        }[];
        readonly StartTime: number;
        readonly EndTime: number;
      };
      const [attribute] = wish.LookupAttributes;
      if (wish.LookupAttributes.length !== 1 || attribute?.AttributeKey !== 'AccessKeyId')
        return {
          status: 400,
          type: 'application/x-amz-json-1.1',
          body: '{"__type":"InvalidLookupAttributesException"}',
        };
      const found = (events.get(attribute.AttributeValue) ?? []).filter(
        ({ EventTime }) => EventTime >= wish.StartTime && EventTime <= wish.EndTime,
      );
      return { status: 200, type: 'application/x-amz-json-1.1', body: JSON.stringify({ Events: found }) };
    },
    ...fleet(),
    ...configHistory(history),
  };
  return {
    account,
    credentials,
    events,
    anchors,
    history,
    answer: (operation, body) => {
      for (const each of rest) {
        const answer = each(operation, body);
        if (answer !== undefined) return answer;
      }
      return handlers[operation]?.(body) ?? answerForAccount(account, operation, body);
    },
  };
}

/** The parameters of a query; all must be there, and no others. */
function query(body: string, names: readonly string[]): Record<string, string> {
  const given = Object.fromEntries(new URLSearchParams(body));
  const { Action: _, Version: __, ...rest } = given;
  const unknown = Object.keys(rest).filter((name) => !names.includes(name));
  const missing = names.filter((name) => !(name in rest));
  if (unknown.length > 0 || missing.length > 0)
    throw new Error(`a call that is not known here: ${unknown.join(' ')}, without ${missing.join(' ')}`);
  return rest;
}

function xml(operation: string, result: string): GapAnswer {
  return {
    status: 200,
    type: 'text/xml',
    body:
      `<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${operation}Result>${result}` +
      `</${operation}Result><ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></${operation}Response>`,
  };
}

function noSuchEntity(): GapAnswer {
  return {
    status: 404,
    type: 'text/xml',
    body: '<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>no</Message></Error></ErrorResponse>',
  };
}
