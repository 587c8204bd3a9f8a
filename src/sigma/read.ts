/** Rule files in, checked rules and problems out. */
import { readCorrelation } from './correlation-rule.ts';
import { readDetection, readFilter } from './event-rule.ts';
import { readLogSource } from './logsource.ts';
import type { Placeholders } from './modifiers.ts';
import { applyActions } from './action-documents.ts';
import { RuleSet } from './rule-set.ts';
import { readDocuments } from './rule-document.ts';
import type { RuleDocument } from './rule-document.ts';
import { readHead } from './rule-head.ts';
import type { Attributes } from './rule-head.ts';
import type { Rule, RuleProblem } from './rule.ts';

/** One rule file: its text, and its name for messages. */
export interface RuleSource {
  readonly file: string;
  readonly text: string;
}

export interface ReadOptions {
  /** Placeholder name (without the percent signs) → the values it stands for. */
  readonly placeholders?: Placeholders;
  /** Whether a rule for another log source is mentioned as a warning (the default) or left out silently. */
  readonly otherLogSources?: 'warn' | 'ignore';
  /** Rules that an earlier reading returned. They come first in the result, and the sources may refer to them. */
  readonly checked?: readonly Rule[];
}

/**
 * Reads rules, correlations and filters from files of one or more YAML documents. References (by id, name or
 * title) go over all the files together. A rule with an error is left out, the others are unaffected; no input
 * makes this throw.
 *
 * @returns the usable rules in the order written, and every problem with its place, in the same order.
 */
export function readRules(
  sources: readonly RuleSource[],
  options: ReadOptions = {},
): { rules: Rule[]; problems: RuleProblem[] } {
  const set = new RuleSet();
  for (const rule of options.checked ?? []) set.addChecked(rule);
  const documents: RuleDocument[] = [];
  for (const source of sources) {
    const parsed = readDocuments(source.file, source.text);
    documents.push(...parsed);
    for (const { document, root } of applyActions(parsed)) {
      if (!document.failed) readDocument(document, { root, set, options });
    }
  }
  const rules = set.finish();
  return { rules, problems: documents.flatMap((document) => document.problems) };
}

function readDocument(
  document: RuleDocument,
  { root, set, options }: { root: RuleDocument['root']; set: RuleSet; options: ReadOptions },
): void {
  const entries = document.entries(root);
  if (entries === undefined) {
    document.error(root, 'a rule must be a map with "title", "logsource" and "detection"');
    return;
  }
  const attributes: Attributes = new Map(entries.map((entry) => [entry.key, entry]));
  if (attributes.has('correlation')) return readCorrelationDocument(document, attributes, set);
  if (attributes.has('filter')) return readFilterDocument(document, attributes, { set, options });
  return readEventDocument(document, attributes, { set, options });
}

function readEventDocument(
  document: RuleDocument,
  attributes: Attributes,
  { set, options }: { set: RuleSet; options: ReadOptions },
): void {
  const head = readHead(document, attributes);
  const source = readLogSource(document, attributes);
  if (head === undefined || source === undefined) return;
  const passOver = (reason: string): void => {
    if (options.otherLogSources !== 'ignore')
      document.warn(attributes.get('logsource')?.keyNode ?? null, reason);
    set.passOver(head);
  };
  if (!source.ours) return passOver(`passed over: for another log source (${source.text})`);
  if (head.status === 'unsupported') return passOver('passed over: its status is unsupported');
  const condition = readDetection(document, attributes, options.placeholders ?? {});
  if (condition !== undefined)
    set.addEventRule(document, { ...head, type: 'event', condition, reports: true });
}

function readFilterDocument(
  document: RuleDocument,
  attributes: Attributes,
  { set, options }: { set: RuleSet; options: ReadOptions },
): void {
  const source = readLogSource(document, attributes);
  if (source === undefined) return;
  if (!source.ours) {
    if (options.otherLogSources !== 'ignore') {
      document.warn(
        attributes.get('logsource')?.keyNode ?? null,
        `passed over: for another log source (${source.text})`,
      );
    }
    return;
  }
  const filter = readFilter(document, attributes, options.placeholders ?? {});
  if (filter !== undefined && !document.failed) set.addFilter(filter);
}

function readCorrelationDocument(document: RuleDocument, attributes: Attributes, set: RuleSet): void {
  const head = readHead(document, attributes);
  const raw = readCorrelation(document, attributes);
  if (head !== undefined && raw !== undefined) set.addCorrelation(document, head, raw);
}
