/** What a policy document in a log allows, and to whom. */
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { some } from './names.ts';
import { member, textsAt } from './values.ts';

export interface PolicyPrincipal {
  /** `aws`: an account, a user or a role; `*` is everyone. */
  readonly kind: 'aws' | 'service' | 'federated' | 'canonical';
  readonly value: string;
}

export interface Statement {
  readonly allows: boolean;
  /** Lower case; empty when the statement says what it does not apply to (`NotAction`). */
  readonly actions: readonly string[];
  readonly allActionsBut: boolean;
  readonly resources: readonly string[];
  readonly principals: readonly PolicyPrincipal[];
}

/**
 * Statements of a policy document: JSON text as IAM logs it, text in URL encoding as IAM answers, or an object as S3
 * logs it. `null` for what is no policy.
 */
export function readPolicy(document: Json | undefined): readonly Statement[] | null {
  const policy = typeof document === 'string' ? parsed(document) : document;
  if (!isJsonObject(policy)) return null;
  const statements = member(policy, 'Statement');
  const list = Array.isArray(statements) ? (statements as readonly Json[]) : [statements];
  return list.filter((each) => isJsonObject(each)).map((each) => readStatement(each));
}

function parsed(text: string): Json | undefined {
  const json = /^\s*%7B/i.test(text) ? decoded(text) : text;
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json) as Json;
  } catch (error) {
    // What a caller sends as a policy need not be one; AWS answers MalformedPolicyDocument.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

const PRINCIPAL_KINDS = [
  ['AWS', 'aws'],
  ['Service', 'service'],
  ['Federated', 'federated'],
  ['CanonicalUser', 'canonical'],
] as const;

function readStatement(statement: JsonObject): Statement {
  const principal = member(statement, 'Principal');
  return {
    allows: textsAt(statement, 'Effect')[0] === 'Allow',
    actions: textsAt(statement, 'Action').map((action) => action.toLowerCase()),
    allActionsBut: member(statement, 'NotAction') !== undefined,
    resources: textsAt(statement, 'Resource'),
    principals:
      typeof principal === 'string'
        ? [{ kind: 'aws', value: principal }]
        : PRINCIPAL_KINDS.flatMap(([name, kind]) =>
            textsAt(principal, name).map((value) => ({ kind, value })),
          ),
  };
}

/** Accounts other than the given that a policy lets in, sorted; `*` for everyone. */
export function outsiders(statements: readonly Statement[] | null, account: string): readonly string[] {
  const found = (statements ?? [])
    .filter(({ allows }) => allows)
    .flatMap(({ principals }) => principals)
    .filter(({ kind }) => kind === 'aws')
    .map(({ value }) => accountIn(value))
    .filter((other) => other !== '' && other !== account);
  return [...new Set(found)].toSorted();
}

/** The account of an ARN or a bare account ID; `*` for everyone; `''` for a deleted principal's ID and the like. */
export function accountIn(principal: string): string {
  if (principal === '*' || /^\d{12}$/.test(principal)) return principal;
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(principal)?.[1] ?? '';
}

/** Services and identity providers a policy lets in. */
export function trusted(statements: readonly Statement[] | null, kind: PolicyPrincipal['kind']): string[] {
  const found = (statements ?? [])
    .filter(({ allows }) => allows)
    .flatMap(({ principals }) => principals)
    .filter((principal) => principal.kind === kind)
    .map(({ value }) => value);
  return [...new Set(found)].toSorted();
}

/** Services whose administration is administration of the account: who can change them can give itself the rest. */
const ESCALATING =
  /^(?:iam|sts|organizations|lambda|cloudformation|ec2|ecs|ssm|glue|sagemaker|codebuild):\*$/;

/** What a policy allows, in the words of a sentence. */
export function allowedText(statements: readonly Statement[] | null): string {
  if (statements === null) return 'what cannot be read from the log';
  const allowing = statements.filter(({ allows }) => allows);
  const everywhere = allowing.filter(({ resources }) => resources.includes('*'));
  if (everywhere.some(({ actions }) => actions.includes('*') || actions.includes('*:*'))) return 'everything';
  const but = allowing.some(({ allActionsBut }) => allActionsBut);
  const actions = [...new Set(allowing.flatMap((statement) => statement.actions))].toSorted();
  if (but) return `everything but a list of exceptions${actions.length > 0 ? `, and ${some(actions)}` : ''}`;
  if (actions.length === 0) return 'nothing';
  const grave = actions.filter((action) => ESCALATING.test(action));
  return grave.length > 0 ? `${some(actions)} (${some(grave)} lead to everything)` : some(actions);
}

/** What well-known policies of AWS allow; https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ */
const MANAGED: { readonly [name: string]: string } = {
  AdministratorAccess: 'everything',
  PowerUserAccess: 'everything but the administration of IAM, Organizations and the account',
  IAMFullAccess: 'everything in IAM, which leads to everything',
  AmazonS3FullAccess: 'everything in S3',
  AmazonEC2FullAccess: 'everything in EC2',
  AmazonSESFullAccess: 'everything in SES',
  AmazonBedrockFullAccess: 'everything in Bedrock',
  AmazonBedrockLimitedAccess: 'the use of Bedrock models',
  AWSLambda_FullAccess: 'everything in Lambda and the passing of roles to it',
  SecretsManagerReadWrite: 'everything in Secrets Manager',
  AmazonRDSFullAccess: 'everything in RDS',
  ReadOnlyAccess: 'reading everything',
  SecurityAudit: 'reading the configuration of everything',
  ViewOnlyAccess: 'listing everything',
  AWSDenyAll: 'nothing at all (it denies everything)',
};

/** What a policy of AWS allows, `undefined` for one that is not in the list or not of AWS. */
export function managedText(policyArn: string): string | undefined {
  const [, name = ''] = /^arn:[^:]*:iam::aws:policy\/(?:[\w+=,.@-]+\/)*([\w+=,.@-]+)$/.exec(policyArn) ?? [];
  return Object.hasOwn(MANAGED, name) ? MANAGED[name] : undefined;
}
