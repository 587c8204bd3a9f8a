/**
 * What is known of one access key over all sources: where it lay, whose it is, how it was used, and what of that hangs
 * together. Plain values without a secret; times in milliseconds since 1970 (UTC). Texts are as they were found: escape
 * them.
 */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { CredentialPlace } from '../exposure/credentials.ts';
import type { ExposureKind, ExposureLevel } from '../exposure/exposure.ts';
import type { PowerKind } from '../iam/snapshot.ts';
import type { Band } from '../investigate/finding.ts';

/** The row of one key. */
export interface KeyStory {
  /** Access key ID. */
  readonly keyId: string;
  /** Twelve digits: from IAM, else the logs, else the ID itself; `null` when none of them tells. */
  readonly account: string | null;
  /** Where it was found; `null` when it was not. */
  readonly exposure: StoryExposure | null;
  /** Whose it is, by IAM or the logs; `null` when neither knows it. */
  readonly owner: StoryOwner | null;
  /** How it was used, in the logs of the case; `null` when they do not show it, or without a case. */
  readonly use: StoryUse | null;
  /** Its first use that is unlike its owner's; `null` when none is. */
  readonly odd: OddUse | null;
  /** Where it may have leaked from, the likeliest first; empty without odd use. */
  readonly sources: readonly LeakSource[];
  /** Places that cannot be where it leaked from, and why. */
  readonly ruledOut: readonly RuledOut[];
  /** What to look at first: sum of the terms, 0 to about 200. */
  readonly score: number;
  readonly terms: readonly StoryTerm[];
  /** All of it in one sentence or a few. */
  readonly sentence: string;
}

export interface StoryExposure {
  readonly kind: ExposureKind;
  readonly level: ExposureLevel;
  /** A documentation example, a test key or a canary: its name; `null` otherwise. */
  readonly known: string | null;
  /** The last four characters of the secret at most. */
  readonly secretHint: string | null;
  /** By time where that is known; the first 200. */
  readonly places: readonly StoryPlace[];
  readonly morePlaces: number;
}

export interface StoryPlace extends CredentialPlace {
  /** Last change of the file, or of the archive that holds it; `null` in git, and where there is no file. */
  readonly modifiedMs: number | null;
}

export interface StoryOwner {
  /** Name of the user; `root` for the root user; `null` when not known. */
  readonly user: string | null;
  readonly arn: string | null;
  readonly toldBy: 'iam' | 'logs';
  /** What follows is `null` where IAM was not asked or did not tell. */
  readonly createdMs: number | null;
  readonly active: boolean | null;
  readonly lastUse: 'never' | IamUse | null;
  /** What its policies permit that makes it dangerous, worst first. */
  readonly powers: readonly PowerKind[] | null;
  /** Policies that AWS attached because it found the key in public, and messages of AWS Health that name it. */
  readonly exposedByAws: readonly string[] | null;
}

/** The last use that IAM recorded: in steps of 15 minutes. */
export interface IamUse {
  readonly timeMs: number;
  readonly service: string;
  readonly region: string;
}

export interface StoryUse {
  readonly firstMs: number;
  readonly lastMs: number;
  /** Number of different days, in UTC. */
  readonly days: number;
  /** Networks and tools, those that are odd first, then those of the most days; the first 20. */
  readonly contexts: readonly StoryContext[];
  readonly moreContexts: number;
}

/** A key used from one network with one tool. */
export interface StoryContext {
  /** `AS14061 DigitalOcean, LLC`; a block of addresses, an endpoint, or `aws` where nothing else is known. */
  readonly network: string;
  readonly countries: readonly string[];
  /** Kinds of network: `hosting`, `vpn` … */
  readonly kinds: readonly string[];
  /** A few of them. */
  readonly addresses: readonly string[];
  readonly tool: string;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly days: number;
  /** How odd it is, as the investigation judged; `null` when it is not. */
  readonly band: Band | null;
}

export interface OddUse {
  readonly band: Band;
  readonly firstMs: number;
  /** `INC-…`; `null` when no incident came of it. */
  readonly incident: string | null;
  /** The first event that shows it; `null` when it is not among the evidence. */
  readonly event: EventRef | null;
  /** Where it came from and what it was, of that event: `''` when not known. */
  readonly address: string;
  readonly network: string;
  readonly call: string;
}

/** How sure it is that a key leaked from a place. That it did is never proved by where it lies. */
export const SOURCE_CONFIDENCES = ['likely', 'possible', 'unlikely'] as const;
export type SourceConfidence = (typeof SOURCE_CONFIDENCES)[number];

/** Who can read a place: everybody; all who have a copy of the repository; those who can read this machine. */
export const REACHES = ['public', 'shared', 'private'] as const;
export type Reach = (typeof REACHES)[number];

/** A place that a key may have leaked from. */
export interface LeakSource {
  readonly keyId: string;
  readonly place: StoryPlace;
  readonly confidence: SourceConfidence;
  readonly reach: Reach;
  /** Since when it lay there, as far as that is known. */
  readonly sinceMs: number | null;
  /** From then to the first odd use, in seconds; `null` when `sinceMs` is. */
  readonly leadSeconds: number | null;
  /** Why this confidence, one sentence each. */
  readonly reasons: readonly string[];
}

export interface RuledOut {
  readonly keyId: string;
  readonly place: StoryPlace;
  readonly reason: string;
}

/** One part of a score. */
export interface StoryTerm {
  readonly name:
    | 'known'
    | 'exposed'
    | 'odd-use'
    | 'active'
    | 'together'
    | 'reach'
    | 'soon'
    | 'power'
    | 'seen-by-aws'
    | 'age';
  readonly points: number;
  /** Plain, with what it rests on. */
  readonly sentence: string;
}
