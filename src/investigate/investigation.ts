/** The result of a whole investigation: incidents, what they were judged by, and what could not be seen. */
import type { LineageCoverage } from '../lineage/lineage.ts';
import type { Finding } from './finding.ts';
import type { BlindSpot, Incident } from './incident.ts';

/** A file that was read, as it was then. */
export interface EvidenceFile {
  readonly path: string;
  readonly bytes: number;
  /** Of the bytes on disk, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly events: number;
}

/** How the verdicts were reached, so that they can be reached again. */
export interface Judgement {
  /** Version of Keytrail. */
  readonly version: string;
  readonly rules: number;
  /** Version of the ATT&CK matrix. */
  readonly attack: string;
  /** Address data used, with their dates. */
  readonly networks: readonly string[];
  /** Log-odds above which a context is in the band. */
  readonly thresholds: { readonly page: number; readonly watch: number; readonly log: number };
  /** Files of the user that took part: `networks.yml`. */
  readonly known: readonly string[];
}

export interface Investigation {
  /** Time span of the events that were read, in milliseconds since 1970 (UTC); `null` without events. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly files: number;
  readonly events: number;
  readonly duplicates: number;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** Credentials and principals that were judged. */
  readonly subjects: number;
  /** The gravest first. */
  readonly incidents: readonly Incident[];
  /** All findings in the band `log` and above, those in no incident too. */
  readonly findings: readonly Finding[];
  readonly lineage: LineageCoverage;
  readonly blindSpots: readonly BlindSpot[];
  readonly evidence: readonly EvidenceFile[];
  readonly judgement: Judgement;
}
