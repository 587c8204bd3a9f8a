/** Whose a key is: by what IAM says of it, else by the names that the logs give whoever signed with it. */
import type { IamKey, IamSnapshot, IamUser, KeyOwner, KeyUse } from '../iam/snapshot.ts';
import type { StoryOwner } from './key-story.ts';

/** What accounts were asked: about themselves, and whose single keys are. */
export interface Accounts {
  readonly snapshots: readonly IamSnapshot[];
  readonly owners: readonly KeyOwner[];
}

/** What snapshots say of a key. */
export type IamKnows =
  | { readonly state: 'known'; readonly snapshot: IamSnapshot; readonly user: IamUser; readonly key: IamKey }
  /** Its account was read to the end, and has no such key: it was deleted. */
  | { readonly state: 'gone'; readonly snapshot: IamSnapshot }
  /** It was asked for alone, since no snapshot has it. */
  | { readonly state: 'asked'; readonly owner: KeyOwner }
  | { readonly state: 'unasked' };

/** Finds keys in snapshots; of several of one account, the latest counts. */
export class IamKeys {
  readonly #byKey = new Map<string, Extract<IamKnows, { state: 'known' }>>();
  readonly #byAccount = new Map<string, IamSnapshot>();

  readonly #owners: ReadonlyMap<string, KeyOwner>;

  constructor({ snapshots, owners }: Accounts) {
    this.#owners = new Map(owners.map((owner) => [owner.keyId, owner]));
    for (const snapshot of snapshots.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time)))
      this.#byAccount.set(snapshot.account, snapshot);
    for (const snapshot of this.#byAccount.values())
      for (const user of snapshot.users)
        for (const key of user.keys ?? []) this.#byKey.set(key.id, { state: 'known', snapshot, user, key });
  }

  get ids(): readonly string[] {
    return [...this.#byKey.keys()];
  }

  /** When the last of the snapshots was made; `null` without one. */
  get timeMs(): number | null {
    const times = [...this.#byAccount.values()].map(({ time }) => Date.parse(time));
    return times.length === 0 ? null : Math.max(...times);
  }

  /** @param account of the key, as far as it is known */
  of(keyId: string, account: string | null): IamKnows {
    const known = this.#byKey.get(keyId);
    if (known !== undefined) return known;
    const snapshot = account === null ? undefined : this.#byAccount.get(account);
    // Keys of root have no IDs there, and those of temporary credentials none at all.
    const isWhole =
      snapshot !== undefined &&
      snapshot.root.keys === 0 &&
      snapshot.users.every(({ keys }) => keys !== null) &&
      !snapshot.unread.some(({ part }) => part === 'account' || part === 'users');
    if (isWhole && keyId.startsWith('AKIA')) return { state: 'gone', snapshot };
    const owner = this.#owners.get(keyId);
    return owner === undefined ? { state: 'unasked' } : { state: 'asked', owner };
  }
}

/** By IAM where it knows the key. `principals` are ARNs from the logs. */
export function ownerOf(
  keyId: string,
  iam: IamKnows,
  principals: readonly string[],
): { readonly owner: StoryOwner | null; readonly account: string | null } {
  if (iam.state === 'known') {
    const { snapshot, user, key } = iam;
    return { owner: iamOwner(snapshot, user, key), account: snapshot.account };
  }
  const asked = iam.state === 'asked' ? iam.owner : undefined;
  const [arn] = principals;
  if (arn === undefined)
    return {
      account: asked?.account ?? null,
      owner:
        asked === undefined || asked.user === null
          ? null
          : { ...NOT_TOLD, user: asked.user, arn: null, toldBy: 'iam', lastUse: lastUseOf(asked.lastUsed) },
    };
  const [, account = null, resource = ''] = /^arn:[^:]*:[^:]*:[^:]*:(\d{12})?:(.*)$/s.exec(arn) ?? [];
  return {
    account,
    owner: {
      ...NOT_TOLD,
      user: resource === 'root' ? 'root' : resource.startsWith('user/') ? lastPart(resource) : null,
      arn,
      toldBy: 'logs',
      lastUse: asked === undefined ? null : lastUseOf(asked.lastUsed),
    },
  };
}

const NOT_TOLD = { createdMs: null, active: null, powers: null, exposedByAws: null } as const;

function lastUseOf(use: KeyUse): StoryOwner['lastUse'] {
  if (use.state === 'never') return 'never';
  return use.state === 'unknown'
    ? null
    : { timeMs: Date.parse(use.time), service: use.service, region: use.region };
}

function iamOwner(snapshot: IamSnapshot, user: IamUser, key: IamKey): StoryOwner {
  const events = snapshot.healthEvents?.filter(({ affected }) => affected?.includes(key.id) === true);
  const attached = user.quarantine?.map(({ policy }) => policy);
  const isAsked = events !== undefined || attached !== undefined;
  return {
    user: user.name,
    arn: user.arn,
    toldBy: 'iam',
    createdMs: Date.parse(key.created),
    active: key.active,
    lastUse: lastUseOf(key.lastUsed),
    powers: user.powers === null ? null : [...new Set(user.powers.map(({ kind }) => kind))],
    exposedByAws: isAsked
      ? [...new Set([...(attached ?? []), ...(events ?? []).map(({ type }) => type)])]
      : null,
  };
}

function lastPart(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}
