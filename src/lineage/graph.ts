/** Credentials and edges as they are found, and the look-ups that the rules share. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { accountOf, roleArn, sessionRole } from './arn.ts';
import { SLACK_MS, firstUseOf, isActive, keylessName, lastUseOf } from './credential-draft.ts';
import type { Draft, Facts } from './credential-draft.ts';
import type { Confidence, Credential, CredentialKind, JoinRule, LineageEdge } from './lineage.ts';
import { JOIN_RULES } from './lineage.ts';
import { SSO_ROLE } from './mint-sts.ts';
import { compareRefs, compareTexts } from './traces.ts';
import type { Identity } from './use.ts';

/** No session lives longer: GetSessionToken and GetFederationToken give up to 36 hours. */
const LONGEST_SESSION_MS = 36 * 3_600_000;

export interface NewEdge {
  readonly parent: string;
  readonly child: string;
  readonly mechanism: string;
  readonly rule: JoinRule;
  readonly confidence: Confidence;
  readonly timeMs: number;
  readonly events: readonly EventRef[];
}

export class Graph {
  readonly drafts: Map<string, Draft> = new Map();
  /** Access key ID, or name of a session without key → id of the credential it belongs to. */
  readonly folded: Map<string, string>;
  /** By child and parent: few have more than one. */
  readonly #edges = new Map<string, Map<string, LineageEdge[]>>();
  /** Credentials that were used, by principal: the long-lived, and sessions by time of issue. */
  readonly #lasting = new Map<string, Draft[]>();
  readonly #sessions = new Map<string, { readonly issuedMs: number; readonly draft: Draft }[]>();

  /** @param facts of all uses. @param folded from the keys of which to the credential they are part of. */
  constructor(facts: readonly Facts[], folded: ReadonlyMap<string, string>) {
    this.folded = new Map(folded);
    // What services called with says least about the credential behind, so it comes last.
    for (const each of facts.toSorted((a, b) => Number(a.isRelayed) - Number(b.isRelayed))) {
      const draft = this.credential(folded.get(each.id) ?? each.id);
      addFacts(draft, each);
    }
    for (const draft of this.drafts.values()) this.#index(draft);
    for (const list of this.#sessions.values()) list.sort((a, b) => a.issuedMs - b.issuedMs);
  }

  /** The credential of that id, made if it is new; keys stand for what they fold into. */
  credential(idOrKey: string): Draft {
    const id = this.folded.get(idOrKey) ?? idOrKey;
    const known = this.drafts.get(id);
    if (known !== undefined) return known;
    const draft: Draft = {
      id,
      kind: kindOfId(id),
      principal: '',
      principalId: '',
      owner: '',
      account: '',
      keys: new Set(id.includes(':') ? [] : [id]),
      issuedMs: null,
      expiresMs: null,
      facts: [],
      isMinted: false,
    };
    this.drafts.set(id, draft);
    return draft;
  }

  /** Credentials of the principal that were in use around that time, without those relayed by services. */
  active(arn: string, timeMs: number): Draft[] {
    const found = (this.#lasting.get(arn) ?? []).filter((draft) => isActive(draft, timeMs));
    const sessions = this.#sessions.get(arn) ?? [];
    for (let at = lastBefore(sessions, timeMs + SLACK_MS); at >= 0; at--) {
      const { issuedMs, draft } = sessions[at]!;
      if (issuedMs < timeMs - LONGEST_SESSION_MS) break;
      if (isActive(draft, timeMs) && !found.includes(draft)) found.push(draft);
    }
    return found;
  }

  /** Long-lived keys of a principal, used around that time. */
  activeKeys(arn: string, timeMs: number): Draft[] {
    return (this.#lasting.get(arn) ?? []).filter((draft) => isActive(draft, timeMs));
  }

  /** Id of the credential that made a call; `''` for services, and callers of whom nothing is known. */
  callerId(caller: Identity, timeMs: number): string {
    if (caller.type === 'AWSService') return '';
    if (caller.key !== '') return this.credential(caller.key).id;
    if (caller.onBehalfOf !== '') return this.portal(caller.onBehalfOf).id;
    if (caller.arn === '') return this.#outsider(caller);
    const name = keylessName(caller.arn, caller.createdMs);
    if (this.folded.has(name)) return this.credential(name).id;
    const active = this.active(caller.arn, timeMs);
    if (active.length === 1) return active[0]!.id;
    const draft = this.credential(`unknown:${name}`);
    addPrincipal(draft, caller);
    return draft.id;
  }

  /** The sign-in of a user of Identity Center, by the user's ID. */
  portal(user: string): Draft {
    const draft = this.credential(`sso:${user}`);
    draft.principal ||= user;
    draft.isMinted = true;
    return draft;
  }

  addEdge(edge: NewEdge): void {
    if (edge.parent === '' || edge.parent === edge.child) return;
    const { parent, child, mechanism, timeMs } = edge;
    const edges = this.#between(parent, child);
    const at = edges.findIndex((each) => each.timeMs === timeMs && each.mechanism === mechanism);
    const known = edges[at];
    if (known === undefined) {
      edges.push({ ...edge, events: uniqueRefs(edge.events) });
      return;
    }
    const stronger = rank(edge) < rank(known) ? edge : known;
    edges[at] = { ...stronger, events: uniqueRefs([...edge.events, ...known.events]) };
  }

  /** A key that was minted and never used turns out to be part of another credential. */
  foldUnused(unused: Draft, draft: Draft): void {
    this.drafts.delete(unused.id);
    this.folded.set(unused.id, draft.id);
    draft.keys.add(unused.id);
    const moved = this.#edges.get(unused.id);
    this.#edges.delete(unused.id);
    for (const edges of moved?.values() ?? [])
      for (const edge of edges) this.addEdge({ ...edge, child: draft.id });
  }

  /** Ids of what it was joined to. */
  parentsOf(draft: Draft): string[] {
    return [...(this.#edges.get(draft.id)?.keys() ?? [])];
  }

  hasParent(draft: Draft): boolean {
    return this.#edges.has(draft.id);
  }

  isParent(parent: string, child: string): boolean {
    return this.#edges.get(child)?.has(parent) === true;
  }

  edges(): LineageEdge[] {
    return [...this.#edges.values()]
      .flatMap((byParent) => [...byParent.values()].flat())
      .toSorted(
        (a, b) =>
          a.timeMs - b.timeMs ||
          compareTexts(a.parent, b.parent) ||
          compareTexts(a.child, b.child) ||
          compareTexts(a.mechanism, b.mechanism),
      );
  }

  #between(parent: string, child: string): LineageEdge[] {
    let byParent = this.#edges.get(child);
    if (byParent === undefined) this.#edges.set(child, (byParent = new Map()));
    let edges = byParent.get(parent);
    if (edges === undefined) byParent.set(parent, (edges = []));
    return edges;
  }

  /** Another account's principal, of whom its own account's logs may tell more. */
  #outsider(caller: Identity): string {
    if (caller.type !== 'AWSAccount' || caller.principalId === '') return '';
    const draft = this.credential(`unknown:${caller.principalId}`);
    addPrincipal(draft, caller);
    return draft.id;
  }

  #index(draft: Draft): void {
    for (const facts of draft.facts) {
      if (facts.isRelayed || facts.arn === '') continue;
      if (facts.createdMs === null) {
        // Of a session that does not say when it was made nothing can be asked by time.
        if (facts.isTemporary) continue;
        const list = this.#lasting.get(facts.arn) ?? [];
        if (!list.includes(draft)) list.push(draft);
        this.#lasting.set(facts.arn, list);
        continue;
      }
      const list = this.#sessions.get(facts.arn) ?? [];
      list.push({ issuedMs: facts.createdMs, draft });
      this.#sessions.set(facts.arn, list);
    }
  }
}

/** The finished credential. */
export function toCredential(draft: Draft): Credential {
  const { id, kind, principal, owner, account, keys, issuedMs, expiresMs } = draft;
  return {
    id,
    kind,
    principal,
    owner: owner || principal,
    account,
    keys: [...keys].toSorted(compareTexts),
    issuedMs,
    expiresMs,
    firstUseMs: firstUseOf(draft)?.ref.timeMs ?? null,
    lastUseMs: lastUseOf(draft),
  };
}

/** Fills in whom a credential belongs to, where that is not known yet. */
export function addPrincipal(
  draft: Draft,
  { arn, principalId, account }: Pick<Identity, 'arn' | 'principalId' | 'account'>,
): void {
  draft.principal ||= arn;
  draft.principalId ||= principalId;
  draft.owner ||= roleArn(arn);
  draft.account ||= account || accountOf(arn);
}

/** Refs in order, without copies of the same event. */
function uniqueRefs(refs: readonly EventRef[]): readonly EventRef[] {
  if (refs.length === 1) return refs;
  const seen = new Set<string>();
  return refs.toSorted(compareRefs).filter(({ eventId, file, record }) => {
    const key = eventId === '' ? JSON.stringify([file, record]) : eventId;
    return !seen.has(key) && seen.add(key);
  });
}

function addFacts(draft: Draft, facts: Facts): void {
  draft.facts.push(facts);
  if (facts.key !== '') draft.keys.add(facts.key);
  draft.owner ||= facts.issuerArn;
  addPrincipal(draft, facts);
  const isOwn = !facts.isRelayed || draft.id === facts.id;
  if (facts.createdMs !== null && isOwn)
    draft.issuedMs = Math.min(draft.issuedMs ?? Infinity, facts.createdMs);
  if (draft.kind === 'unknown') draft.kind = kindOf(facts);
}

/** Ids of credentials without a key say what they are. */
function kindOfId(id: string): CredentialKind {
  return KINDS_BY_PREFIX.get(id.slice(0, id.indexOf(':'))) ?? 'unknown';
}

const KINDS_BY_PREFIX: ReadonlyMap<string, CredentialKind> = new Map([
  ['console', 'console-session'],
  ['password', 'password'],
  ['service-specific', 'service-specific'],
  ['ssh-key', 'ssh-key'],
  ['signing-certificate', 'signing-certificate'],
  ['sso', 'sso'],
]);

/** EC2 names the session of an instance's role for the instance. */
const INSTANCE = /^m?i-[0-9a-zA-Z]{8,17}$/;

/** SDKs say in the user agent when they run inside of Lambda or ECS. */
const RUNTIME = /exec-env\/AWS_(?:Lambda|ECS)/;

/** What its uses alone say about a key. */
function kindOf(facts: Facts): CredentialKind {
  if (facts.key === '') return 'unknown';
  if (!facts.isTemporary) {
    return facts.type === 'Root' || facts.arn.endsWith(':root') ? 'root-access-key' : 'access-key';
  }
  if (facts.type === 'FederatedUser') return 'federation';
  if (facts.type !== 'AssumedRole') return 'unknown';
  if (sessionRole(facts.arn).startsWith(SSO_ROLE)) return 'sso';
  return isForWorkload(facts) ? 'service-session' : 'role-session';
}

function isForWorkload(facts: Facts): boolean {
  if (facts.delivery !== '' || facts.issuedTo !== '' || RUNTIME.test(facts.first.agent)) return true;
  return isServiceLinked(facts) || INSTANCE.test(facts.arn.slice(facts.arn.lastIndexOf('/') + 1));
}

/** Whether the role is one that AWS services keep for themselves. */
export function isServiceLinked({ arn, issuerArn }: Facts): boolean {
  return issuerArn.includes('/aws-service-role/') || sessionRole(arn).startsWith('AWSServiceRoleFor');
}

function rank({ rule, confidence }: Pick<LineageEdge, 'rule' | 'confidence'>): number {
  return (confidence === 'low' ? JOIN_RULES.length : 0) + JOIN_RULES.indexOf(rule);
}

/** Index of the last session that was issued at or before that time; -1 when there is none. */
function lastBefore(sessions: readonly { readonly issuedMs: number }[], timeMs: number): number {
  let [low, high] = [0, sessions.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sessions[middle]!.issuedMs <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
