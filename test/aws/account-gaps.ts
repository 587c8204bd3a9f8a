/**
 * What moto lacks of an account's view of its keys: AWS Health, whose a key is, and root, which no call can give a key
 * or a device. Knows these calls with these parameters, and refuses all others.
 */
import type { GapAnswer } from './gap-answer.ts';

export interface AccountGaps {
  /** What AWS Health has; `null` for an account without support plan. */
  health: readonly HealthEventGap[] | null;
  /** By key ID: account. */
  readonly accounts: Map<string, string>;
  /** The row of root in the credential report, and so what the summary says; `null` leaves both to moto. */
  root: string | null;
}

export interface HealthEventGap {
  readonly type: string;
  readonly status: string;
  readonly affected: readonly string[];
}

export function newAccountGaps(): AccountGaps {
  return { health: null, accounts: new Map(), root: null };
}

/** The answer; undefined for operations that are none of these. */
export function answerForAccount(gaps: AccountGaps, operation: string, body: string): GapAnswer | undefined {
  switch (operation) {
    case 'DescribeEvents':
      if (gaps.health === null)
        return json(400, { __type: 'SubscriptionRequiredException', message: 'no plan' });
      expected(body, { filter: { services: ['RISK'] } });
      return json(200, {
        events: gaps.health.map(({ type, status }, n) => ({
          arn: arnOf(n),
          service: 'RISK',
          eventTypeCode: type,
          eventTypeCategory: 'issue',
          statusCode: status,
          startTime: 1_795_000_000,
        })),
      });
    case 'DescribeAffectedEntities': {
      const all = (gaps.health ?? []).map((event, n) => ({ ...event, arn: arnOf(n) }));
      expected(body, {
        filter: { eventArns: all.filter(({ type }) => type.includes('CREDENTIALS')).map(({ arn }) => arn) },
      });
      return json(200, {
        entities: all.flatMap(({ arn, affected }) =>
          affected.map((entityValue) => ({ eventArn: arn, entityValue, entityArn: `${arn}/${entityValue}` })),
        ),
      });
    }
    case 'GetAccessKeyInfo': {
      const account = gaps.accounts.get(new URLSearchParams(body).get('AccessKeyId') ?? '');
      return account === undefined
        ? undefined
        : xml('GetAccessKeyInfo', 'sts', `<Account>${account}</Account>`);
    }
    case 'GetAccountSummary': {
      if (gaps.root === null) return undefined;
      const hasMfa = gaps.root.split(',')[7] === 'true' ? 1 : 0;
      const entries = entry('AccountAccessKeysPresent', 1) + entry('AccountMFAEnabled', hasMfa);
      return xml('GetAccountSummary', 'iam', `<SummaryMap>${entries}</SummaryMap>`);
    }
    default:
      return undefined;
  }
}

/** The report of moto with a row for root. */
export function withRootRow({ root }: AccountGaps, operation: string, answer: Buffer): Buffer {
  if (root === null || operation !== 'GetCredentialReport') return answer;
  return Buffer.from(
    answer.toString().replace(/<Content>(.*?)<\/Content>/s, (_, content: string) => {
      const [head = '', ...rows] = Buffer.from(content, 'base64').toString().split('\n');
      return `<Content>${Buffer.from([head, root, ...rows].join('\n')).toString('base64')}</Content>`;
    }),
  );
}

function entry(key: string, value: number): string {
  return `<entry><key>${key}</key><value>${value}</value></entry>`;
}

function arnOf(n: number): string {
  return `arn:aws:health:us-east-1::event/RISK/x/${n}`;
}

function expected(body: string, input: object): void {
  if (body !== JSON.stringify(input)) throw new Error(`a call that is not known here: ${body}`);
}

function json(status: number, body: object): GapAnswer {
  return { status, type: 'application/x-amz-json-1.1', body: JSON.stringify(body) };
}

function xml(operation: string, service: 'iam' | 'sts', result: string): GapAnswer {
  const version = service === 'iam' ? '2010-05-08' : '2011-06-15';
  return {
    status: 200,
    type: 'text/xml',
    body:
      `<${operation}Response xmlns="https://${service}.amazonaws.com/doc/${version}/"><${operation}Result>${result}` +
      `</${operation}Result><ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></${operation}Response>`,
  };
}
