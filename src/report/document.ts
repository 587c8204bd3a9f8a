/**
 * A report before it has a format. Sections make blocks, formats show them. All texts are as they were found, hostile
 * ones too: only a format knows what has to be escaped, so only formats do it.
 */
import type { CompromisedCredential, TimelineEntry } from '../investigate/incident.ts';
import type { LineageEdge } from '../lineage/lineage.ts';
import type { TimelineRow } from './timeline-rows.ts';
import type { ResponderNote, Tlp } from './options.ts';

/** Prose, something to be read letter by letter, something not to be overlooked, or a page of a fixed site. */
export type Span =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly technique: string };

export type Text = string | readonly Span[];

export interface Column {
  readonly title: string;
  /** Numbers stand to the right, times and codes do not break. */
  readonly kind?: 'number' | 'time' | 'code';
}

/** What the picture of a timeline is drawn from. */
export interface TimelinePicture {
  readonly entries: readonly TimelineEntry[];
  /** Marked by number on the picture, and told below it: in order of time. */
  readonly marks: readonly TimelineEntry[];
  readonly notes: readonly ResponderNote[];
}

export interface LineagePicture {
  readonly credentials: readonly CompromisedCredential[];
  readonly edges: readonly LineageEdge[];
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered?: boolean; readonly items: readonly Text[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | {
      readonly kind: 'table';
      /** What the table is, for those who cannot see where it stands. */
      readonly caption: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Text[])[];
    }
  /** Why there is nothing here. */
  | { readonly kind: 'empty'; readonly text: Text }
  /** Not to be overlooked: `grave` is a danger, `caution` a limit of what is said. */
  | { readonly kind: 'note'; readonly tone: 'grave' | 'caution'; readonly text: Text }
  | { readonly kind: 'timeline'; readonly rows: readonly TimelineRow[]; readonly total: number }
  | { readonly kind: 'timeline-picture'; readonly picture: TimelinePicture }
  | { readonly kind: 'lineage-picture'; readonly picture: LineagePicture };

export interface Fact {
  readonly name: string;
  readonly value: Text;
}

export interface Section {
  /** Short and stable, for links: `timeline`. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** The four questions of the first screen, each with an answer of a few lines. */
export interface Verdict {
  /** `P1` … `P4`, and why. */
  readonly severity: 'P1' | 'P2' | 'P3' | 'P4';
  readonly severityReason: string;
  /** Whether the intruder can still act, as far as the logs show. */
  readonly state: 'open' | 'contained' | 'quiet';
  readonly happened: Text;
  readonly bad: Text;
  readonly ongoing: Text;
  readonly first: readonly Text[];
}

/** One incident, or what belongs to none. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict | null;
  readonly sections: readonly Section[];
}

export interface ReportDocument {
  readonly title: string;
  readonly tlp: Tlp;
  /** Facts of the head: who wrote it, when, up to when the logs reach. */
  readonly facts: readonly Fact[];
  readonly parts: readonly Part[];
}
