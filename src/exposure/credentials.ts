/** One row per credential: all its places together, the first one first. */
import type { Exposure, ExposureKind, ExposureLevel, Place } from './exposure.ts';
import { KINDS, LEVELS } from './exposure.ts';
import { fingerprintOf } from './salted-hash.ts';

/** A place of a credential, and what of it lies there: a pair in one file may be an ID alone in another. */
export interface CredentialPlace extends Place {
  readonly kind: ExposureKind;
  readonly level: ExposureLevel;
}

/** A credential that was found, in one place or many. */
export interface ExposedCredential {
  /** What lists of what to ignore know it by: of the key ID or, without one, of the secret's salted hash. */
  readonly fingerprint: string;
  /** Kind, level and reasons are those of its worst place. */
  readonly kind: ExposureKind;
  readonly level: ExposureLevel;
  readonly reasons: readonly string[];
  readonly keyId: string | null;
  readonly account: string | null;
  readonly secretHash: string | null;
  readonly secretHint: string | null;
  readonly known: string | null;
  /** By the time a commit brought it where that is known, then by path. */
  readonly places: readonly CredentialPlace[];
}

/** Groups exposures by credential, worst first. */
export function groupByCredential(exposures: readonly Exposure[]): ExposedCredential[] {
  const keyOfSecret = new Map<string, string>();
  for (const { keyId, secretHash } of exposures)
    if (keyId !== null && secretHash !== null) keyOfSecret.set(secretHash, keyId);
  const groups = new Map<string, Exposure[]>();
  for (const exposure of exposures) {
    // A secret alone is that of the key it was found with elsewhere.
    const keyId = exposure.keyId ?? keyOfSecret.get(exposure.secretHash!) ?? null;
    const name = keyId ?? `secret ${exposure.secretHash}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [exposure]);
    else group.push(exposure);
  }
  return [...groups.values()].map(credentialOf).toSorted(byWeight);
}

function credentialOf(exposures: readonly Exposure[]): ExposedCredential {
  const byWorst = exposures.toSorted(worseFirst);
  const worst = byWorst[0]!;
  const withId = exposures.find(({ keyId }) => keyId !== null);
  const keyId = withId?.keyId ?? null;
  return {
    fingerprint: fingerprintOf(keyId, worst.secretHash),
    kind: worst.kind,
    level: worst.level,
    reasons: worst.reasons,
    keyId,
    account: withId?.account ?? worst.account,
    secretHash: worst.secretHash,
    secretHint: worst.secretHint,
    known: worst.known,
    places: distinct(byWorst.map(({ place, kind, level }) => ({ ...place, kind, level }))).toSorted(byTime),
  };
}

/** Orders by what opens more. */
export function worseFirst(a: Pick<Exposure, 'level' | 'kind'>, b: Pick<Exposure, 'level' | 'kind'>): number {
  return LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
}

function byTime(a: Place, b: Place): number {
  const [left, right] = [a.git?.timeMs ?? Infinity, b.git?.timeMs ?? Infinity];
  if (left !== right) return left < right ? -1 : 1;
  return compare(a.path, b.path) || a.offset - b.offset;
}

/** Each place once, as it comes first. */
function distinct(places: readonly CredentialPlace[]): CredentialPlace[] {
  const byName = new Map<string, CredentialPlace>();
  for (const place of places) {
    const name = nameOfPlace(place);
    if (!byName.has(name)) byName.set(name, place);
  }
  return [...byName.values()];
}

/** Equal for equal places. */
export function nameOfPlace({ path, inside, offset, git }: Place): string {
  return JSON.stringify([path, inside, offset, git?.object, git?.file]);
}

function byWeight(a: ExposedCredential, b: ExposedCredential): number {
  return worseFirst(a, b) || compare(a.keyId ?? '', b.keyId ?? '') || compare(a.fingerprint, b.fingerprint);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
