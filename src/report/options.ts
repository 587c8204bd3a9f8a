/** What a report is told beside the investigation: by the caller, so that the same input gives the same bytes. */
import type { Incident } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import type { AuditRecord } from '../story/audit-record.ts';
import type { ResponseRecord } from '../respond/response-record.ts';

/** Traffic Light Protocol 2.0, https://www.first.org/tlp/ */
export const TLP_LEVELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type Tlp = (typeof TLP_LEVELS)[number];

/** Something people did or learned, which no log of the intruder's calls holds. */
export interface ResponderNote {
  readonly timeMs: number;
  /** Name or role. */
  readonly by: string;
  readonly text: string;
}

/** All times in milliseconds since 1970 (UTC). What is left out is said to be unknown, never guessed. */
export interface ReportOptions {
  /** In place of the incident's own title. */
  readonly title?: string;
  readonly author?: string;
  /** Line of business, for those who compare incidents: `finance`, `health` … */
  readonly sector?: string;
  /** `amber` when left out. */
  readonly tlp?: Tlp;
  /** When people learned of the incident. */
  readonly discoveredMs?: number;
  /** When the last credential of the intruder was closed. */
  readonly containedMs?: number;
  /** When everything left behind was taken away, and when normal service was back. */
  readonly eradicatedMs?: number;
  readonly recoveredMs?: number;
  /** When it was decided that the incident is major (DORA), and that it is material (SEC). */
  readonly classifiedMs?: number;
  readonly materialMs?: number;
  readonly notes?: readonly ResponderNote[];
  /** What audits that were joined with the case found; left out when there was none. */
  readonly audit?: AuditRecord;
  /** What was planned and done, by the ID of the incident. */
  readonly responses?: { readonly [incident: string]: ResponseRecord };
  /** What of plans, journals and closings could not be read, as sentences. */
  readonly responseProblems?: readonly string[];
  readonly generated: {
    readonly atMs: number;
    /** Up to when the logs were collected. */
    readonly dataCutOffMs: number;
  };
}

/** One text, or texts by file name where a format is several files. */
export type RenderedReport = string | { readonly [name: string]: string };

/**
 * A format: the report on one incident of the investigation, or with `null` on all of them.
 * Pure; the result is complete text in UTF-8 with a line end at its end.
 */
export type RenderReport = (
  investigation: Investigation,
  incident: Incident | null,
  options: ReportOptions,
) => RenderedReport;

/** The incidents a report is on, the gravest first. */
export function reportedIncidents(
  investigation: Investigation,
  incident: Incident | null,
): readonly Incident[] {
  return incident === null ? investigation.incidents : [incident];
}

/** The level that was asked for, or `amber`: a report names people, accounts and weaknesses. */
export function tlpOf(options: ReportOptions): Tlp {
  return options.tlp ?? 'amber';
}
