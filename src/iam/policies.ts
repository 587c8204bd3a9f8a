/** The policies of all users of an account, and what they permit together. */
import { KeytrailError } from '../error.ts';
import type { JsonObject } from '../json.ts';
import type { Caller, CallPlace } from '../respond/action.ts';
import { objectIn, objectsIn, policyText, readOne, readPages, textIn, textsIn } from '../respond/reading.ts';
import type { Parts } from './parts.ts';
import { forUser, statementsOf } from './policy/statement.ts';
import type { Statement } from './policy/statement.ts';
import { powersOf } from './powers.ts';
import { sideBySide } from './side-by-side.ts';
import type { IamUser, Quarantine, UserPolicy } from './snapshot.ts';

/** Policies that are read at the same time. */
const MOST_POLICIES = 6;

/** What a user is permitted. */
export type UserRights = Pick<IamUser, 'groups' | 'policies' | 'boundary' | 'powers' | 'quarantine'>;

export const RIGHTS_UNKNOWN: UserRights = {
  groups: null,
  policies: null,
  boundary: null,
  powers: null,
  quarantine: null,
};

/** One policy of a user or group: inline ones come with their text. */
interface Held extends UserPolicy {
  readonly document: string | null;
}

interface Group {
  readonly arn: string;
  readonly held: readonly Held[];
}

/**
 * The rights of each user, by its ARN. The account's own policies come in the pages of one call; those of AWS, of which
 * there are more than a thousand and few are used, and what else is missing there, are read one by one.
 *
 * @throws AwsError when the call is refused
 */
export async function readRights(
  aws: Caller,
  place: CallPlace,
  parts: Parts,
): Promise<ReadonlyMap<string, UserRights>> {
  const pages = await readPages(aws, place, {
    service: 'iam',
    operation: 'GetAccountAuthorizationDetails',
    input: { Filter: ['User', 'Group', 'LocalManagedPolicy'] },
  });
  const list = (name: string): JsonObject[] => pages.flatMap((page) => objectsIn(page[name]));
  const groups = new Map(
    list('GroupDetailList').map((group): [string, Group] => {
      const name = textIn(group, 'GroupName');
      return [name, { arn: textIn(group, 'Arn'), held: heldBy(group, 'GroupPolicyList', name) }];
    }),
  );
  const users = list('UserDetailList').map((user) => ({
    arn: textIn(user, 'Arn'),
    name: textIn(user, 'UserName'),
    id: textIn(user, 'UserId'),
    groups: textsIn(user['GroupList']).toSorted(),
    own: heldBy(user, 'UserPolicyList', null),
    boundary: textIn(objectIn(user['PermissionsBoundary']), 'PermissionsBoundaryArn') || null,
  }));

  const managed = new Map(list('Policies').map((policy) => [textIn(policy, 'Arn'), defaultDocument(policy)]));
  const needed = new Set(
    users.flatMap(({ own, boundary, groups: names }) => [
      ...[...own, ...names.flatMap((name) => groups.get(name)?.held ?? [])].flatMap(({ arn }) => arn ?? []),
      ...(boundary === null ? [] : [boundary]),
    ]),
  );
  const missing = [...needed].filter((arn) => (managed.get(arn) ?? null) === null);
  await sideBySide(missing, MOST_POLICIES, async (arn) => {
    managed.set(arn, await parts.read('policy', arn, async () => readDocument(aws, place, arn)));
  });

  const texts = new PolicyTexts(managed, parts);
  return new Map(
    users.map(({ arn, name, id, groups: names, own, boundary }) => {
      const held = [...own, ...names.flatMap((group) => groups.get(group)?.held ?? [])];
      const known = { 'aws:username': name, 'aws:userid': id };
      const identity = texts.of(held);
      const limit =
        boundary === null ? null : texts.of([{ name: boundary, arn: boundary, group: null, document: null }]);
      const isKnown = identity !== null && (boundary === null || limit !== null);
      return [
        arn,
        {
          groups: names,
          policies: held.map(({ name: policy, arn: managedArn, group }) => ({
            name: policy,
            arn: managedArn,
            group,
          })),
          boundary,
          powers: isKnown
            ? powersOf(
                {
                  identity: forUser(identity, known),
                  boundary: limit === null ? null : forUser(limit, known),
                },
                { arn, groups: names.flatMap((group) => groups.get(group)?.arn ?? []) },
              )
            : null,
          quarantine: held.flatMap(quarantineOf),
        },
      ];
    }),
  );
}

/** Statements of policies, each taken apart once. */
class PolicyTexts {
  readonly #managed: ReadonlyMap<string, string | null>;
  readonly #parts: Parts;
  readonly #known = new Map<string, readonly Statement[] | null>();

  constructor(managed: ReadonlyMap<string, string | null>, parts: Parts) {
    this.#managed = managed;
    this.#parts = parts;
  }

  /** All statements together; `null` when one of the policies is not known. */
  of(held: readonly Held[]): Statement[] | null {
    const each = held.map((policy) => this.#one(policy));
    return each.includes(null) ? null : each.flatMap((statements) => statements ?? []);
  }

  #one({ name, arn, document }: Held): readonly Statement[] | null {
    const text = document ?? this.#managed.get(arn ?? '') ?? null;
    if (text === null) return null;
    const key = `${name} ${text}`;
    let statements = this.#known.get(key);
    if (statements === undefined) {
      try {
        statements = statementsOf(text, name);
      } catch (error) {
        if (!(error instanceof KeytrailError)) throw error;
        this.#parts.fail(`policy ${name}`, '', error.message);
        statements = null;
      }
      this.#known.set(key, statements);
    }
    return statements;
  }
}

function heldBy(holder: JsonObject, inline: string, group: string | null): Held[] {
  return [
    ...objectsIn(holder['AttachedManagedPolicies']).map((policy) => ({
      name: textIn(policy, 'PolicyName'),
      arn: textIn(policy, 'PolicyArn'),
      group,
      document: null,
    })),
    ...objectsIn(holder[inline]).map((policy) => ({
      name: textIn(policy, 'PolicyName'),
      arn: null,
      group,
      document: policyText(textIn(policy, 'PolicyDocument')),
    })),
  ];
}

function defaultDocument(policy: JsonObject): string | null {
  const version = objectsIn(policy['PolicyVersionList']).find((each) => each['IsDefaultVersion'] === true);
  return version === undefined ? null : policyText(textIn(version, 'Document'));
}

async function readDocument(aws: Caller, place: CallPlace, arn: string): Promise<string> {
  const policy = await readOne(aws, place, 'iam', 'GetPolicy', { PolicyArn: arn });
  const version = await readOne(aws, place, 'iam', 'GetPolicyVersion', {
    PolicyArn: arn,
    VersionId: textIn(objectIn(policy['Policy']), 'DefaultVersionId'),
  });
  return policyText(textIn(objectIn(version['PolicyVersion']), 'Document'));
}

/**
 * The policies that AWS attaches to users whose key it found in public: first of August 2020, V2 of April 2021, V3 of
 * August 2024. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html
 */
function quarantineOf({ name, arn, group }: Held): Quarantine[] {
  const found = /:iam::aws:policy\/AWSCompromisedKeyQuarantine(?:V(\d+))?/.exec(arn ?? '');
  if (found === null) return [];
  const isFirst = name === 'AWSCompromisedKeyQuarantine';
  return [{ policy: name, version: isFirst ? 1 : found[1] === undefined ? null : Number(found[1]), group }];
}
