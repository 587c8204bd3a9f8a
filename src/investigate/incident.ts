/** What an investigation comes to: the contract between the investigator and everything that reads an incident. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { Credential, LineageEdge } from '../lineage/lineage.ts';
import type { Band, Finding } from './finding.ts';

/** Who made a call. */
export type Actor = 'intruder' | 'owner' | 'undecided';

/**
 * One event of the incident's credentials, or many that say the same, in the words a person reads. Texts are as in the
 * log: escape them.
 */
export interface TimelineEntry extends EventRef {
  /** How many calls it stands for, the first of which is the one named. */
  readonly calls: number;
  /** Time of the last of them; where it is one, `timeMs` again. */
  readonly lastMs: number;
  readonly actor: Actor;
  /** Why this actor, in one sentence. */
  readonly reason: string;
  /** Id of the credential that made the call (see lineage). */
  readonly credential: string;
  readonly principal: string;
  readonly account: string;
  readonly region: string;
  /** `iam` and `CreateUser`. */
  readonly service: string;
  readonly action: string;
  /** What it was done to: names and ARNs from the parameters, `''` where there is none. */
  readonly target: string;
  readonly address: string;
  readonly country: string;
  /** AS number and holder: `AS14061 DigitalOcean, LLC`. */
  readonly network: string;
  readonly userAgent: string;
  /** `errorCode`, `''` when the call succeeded. */
  readonly error: string;
  readonly readOnly: boolean;
  /** Name of the ATT&CK tactic (`Persistence`), `null` for calls that say nothing of their own. */
  readonly tactic: string | null;
  /** ATT&CK technique IDs. */
  readonly techniques: readonly string[];
  /** IDs of the rules that matched. */
  readonly rules: readonly string[];
  /** How much it matters for a reader: 3 would be in a summary, 0 is one of many reads. */
  readonly weight: 0 | 1 | 2 | 3;
}

/** A credential in the intruder's hands. */
export interface CompromisedCredential {
  readonly credential: Credential;
  /** How it is known: it leaked (a scored context), was minted by another, or belongs to a created principal. */
  readonly because: 'leaked' | 'minted' | 'created';
  readonly band: Band;
  /** Since when the intruder used, or had, it. */
  readonly sinceMs: number;
  /** When it ended as far as the logs say: deactivated, deleted, or past its term; `null` when no end is known. */
  readonly untilMs: number | null;
  readonly findings: readonly string[];
  readonly events: { readonly [A in Actor]: number };
}

export type ImpactClass = 'read' | 'changed' | 'created' | 'deleted' | 'shared' | 'attempted' | 'cost';
export type Certainty = 'confirmed' | 'likely' | 'possible' | 'not observable';

/** What happened to one resource. */
export interface ImpactItem {
  readonly class: ImpactClass;
  readonly certainty: Certainty;
  /** `s3`, `secretsmanager` … */
  readonly service: string;
  /** ARN or name; `''` where it is the account or region as a whole. */
  readonly resource: string;
  readonly account: string;
  readonly region: string;
  /** Plain sentence. */
  readonly sentence: string;
  /** Whether the resource holds a secret that must be rotated. */
  readonly rotate: boolean;
  readonly events: readonly EventRef[];
}

/** Something the intruder left behind, in a form that the response reads. */
export interface PersistenceItem {
  /** Row of the persistence catalogue: `I1` … `D7`, `L1` … for impaired defences; docs/persistence.md. */
  readonly mechanism: string;
  readonly title: string;
  readonly account: string;
  readonly region: string;
  /** What identifies it to the API that undoes it, such as `{ userName, accessKeyId }`. */
  readonly target: { readonly [parameter: string]: string };
  /** Whether the logs show that it was taken away again. */
  readonly state: 'present' | 'removed' | 'attempted';
  /** The API calls that undo it, in order: `iam:UpdateAccessKey` … */
  readonly undo: readonly string[];
  readonly sentence: string;
  readonly events: readonly EventRef[];
}

/** ATT&CK technique seen, https://attack.mitre.org/ */
export interface Technique {
  /** Name of the tactic, as in `TACTICS` of attack-matrix.ts. */
  readonly tactic: string;
  readonly id: string;
  readonly name: string;
  readonly attempted: number;
  readonly succeeded: number;
  readonly events: readonly EventRef[];
}

export type IndicatorType =
  | 'ipv4'
  | 'ipv6'
  | 'asn'
  | 'user-agent'
  | 'sid'
  | 'principal-name'
  | 'resource-name'
  | 'account'
  | 'access-key'
  | 'behaviour';

export interface Indicator {
  readonly type: IndicatorType;
  readonly value: string;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
  /** Low for infrastructure that others share: VPN exits, cloud egress. */
  readonly confidence: 'high' | 'medium' | 'low';
  /** What it is worth to a hunter, in one sentence. */
  readonly note: string;
  readonly events: readonly EventRef[];
}

/** What could not be seen, and why it matters. */
export interface BlindSpot {
  readonly kind:
    | 'skipped-file'
    | 'gap'
    | 'logging-stopped'
    | 'no-data-events'
    | 'truncated'
    | 'no-history'
    | 'unjoined'
    | 'rule'
    | 'retention';
  readonly account: string;
  readonly region: string;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly sentence: string;
}

export interface Metrics {
  readonly firstUseMs: number;
  readonly lastUseMs: number;
  /** When the findings would first have raised the incident to `watch` and `page`. */
  readonly watchMs: number | null;
  readonly pageMs: number | null;
  /** First successful write of the intruder; `null` when there was none. */
  readonly firstWriteMs: number | null;
  /** First thing the intruder planted that succeeded. */
  readonly firstPersistenceMs: number | null;
  readonly intruderEvents: number;
  readonly ownerEvents: number;
  /** How many of the owner's events are reads that are counted only: they are not in the timeline. */
  readonly ownerEventsCounted: number;
  readonly undecidedEvents: number;
}

/** Findings joined by lineage or shared traits, over any number of credentials. */
export interface Incident {
  /** Stable: the same incident in the same logs has the same ID, `INC-` and eight characters. */
  readonly id: string;
  readonly band: Band;
  readonly score: number;
  /** One line. */
  readonly title: string;
  /** Two to five plain sentences: what happened, to what, how it is known. */
  readonly summary: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly credentials: readonly CompromisedCredential[];
  readonly edges: readonly LineageEdge[];
  /** Why findings were put together, one sentence each. */
  readonly joins: readonly string[];
  readonly findings: readonly Finding[];
  /** The 20,000 entries that matter most; counts elsewhere are over all events. */
  readonly timeline: readonly TimelineEntry[];
  readonly techniques: readonly Technique[];
  readonly impact: readonly ImpactItem[];
  readonly persistence: readonly PersistenceItem[];
  readonly indicators: readonly Indicator[];
  /** Of its accounts, and of the logs as a whole; those of other accounts stand with the investigation. */
  readonly blindSpots: readonly BlindSpot[];
  readonly metrics: Metrics;
}
