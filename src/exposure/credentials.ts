/** One row per credential: all its places together, the first one first. */
import type { Exposure, ExposureKind, ExposureLevel, Place } from './exposure.ts';
import { KINDS, LEVELS } from './exposure.ts';
import { fingerprintOf } from './salted-hash.ts';

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
  readonly places: readonly Place[];
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
  const worst = exposures.toSorted(
    (a, b) =>
      LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind),
  )[0]!;
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
    places: distinct(exposures.map(({ place }) => place).toSorted(byTime)),
  };
}

function byTime(a: Place, b: Place): number {
  const [left, right] = [a.git?.timeMs ?? Infinity, b.git?.timeMs ?? Infinity];
  if (left !== right) return left < right ? -1 : 1;
  return compare(a.path, b.path) || a.offset - b.offset;
}

function distinct(places: readonly Place[]): Place[] {
  const byName = new Map<string, Place>();
  for (const place of places) {
    const name = JSON.stringify([place.path, place.inside, place.offset, place.git?.object, place.git?.file]);
    if (!byName.has(name)) byName.set(name, place);
  }
  return [...byName.values()];
}

function byWeight(a: ExposedCredential, b: ExposedCredential): number {
  return (
    LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    compare(a.keyId ?? '', b.keyId ?? '') ||
    compare(a.fingerprint, b.fingerprint)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
