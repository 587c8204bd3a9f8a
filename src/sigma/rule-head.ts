/**
 * What every rule carries for people: title, id, level, tags and the like.
 *
 * https://sigmahq.io/sigma-specification/specification/sigma-rules-specification.html
 */
import { createHash } from 'node:crypto';
import type { Node } from 'yaml';
import { LEVELS } from './rule.ts';
import type { Level, RuleHead } from './rule.ts';
import type { Entry, RuleDocument } from './rule-document.ts';

const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const TAG = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/;
const TECHNIQUE = /^attack\.t\d/;
const WHOLE_TECHNIQUE = /^attack\.t\d{4}(?:\.\d{3})?$/;

/** The keys of a rule by name. */
export type Attributes = ReadonlyMap<string, Entry>;

/** Reads the attributes for people. Returns undefined, with an error noted, when title or level are unusable. */
export function readHead(document: RuleDocument, attributes: Attributes): RuleHead | undefined {
  const text = (name: string): string => optionalText(document, attributes.get(name)) ?? '';
  const texts = (name: string): string[] => textList(document, attributes.get(name));
  const title = text('title').trim();
  if (title === '') return document.error(attributes.get('title')?.keyNode ?? null, 'a rule needs a "title"');
  const level = readLevel(document, attributes.get('level'));
  if (level === undefined) return undefined;
  const id = readId(document, attributes.get('id'), text('name') || title);
  const tags = texts('tags');
  warnAboutTags(document, attributes.get('tags'), tags);
  warnAboutStatus(document, attributes.get('status'), text('status'));
  return {
    id,
    name: text('name') || id,
    title,
    level,
    status: text('status'),
    description: text('description').trim(),
    author: text('author'),
    references: texts('references'),
    tags,
    falsepositives: texts('falsepositives'),
    fields: texts('fields'),
    coverage: texts('coverage'),
    place: document.placeOf(document.root),
  };
}

/** A rule without `level` counts as medium, so that it is seen. */
function readLevel(document: RuleDocument, entry: Entry | undefined): Level | undefined {
  const written = optionalText(document, entry);
  if (entry === undefined || written === undefined) return 'medium';
  const level = LEVELS.find((known) => known === written.toLowerCase());
  return (
    level ?? document.error(entry.value, `unknown level "${written}", expected one of ${LEVELS.join(', ')}`)
  );
}

/** A rule without `id` gets one made from its name or title, the same on every reading. */
function readId(document: RuleDocument, entry: Entry | undefined, name: string): string {
  const id = optionalText(document, entry)?.trim();
  if (entry === undefined || id === undefined || id === '') return derivedId(name);
  if (!UUID.test(id)) document.warn(entry.value, `the id "${id}" is no UUID`);
  return id;
}

function derivedId(name: string): string {
  const hex = createHash('sha256').update(`keytrail rule ${name}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function warnAboutTags(document: RuleDocument, entry: Entry | undefined, tags: readonly string[]): void {
  for (const tag of tags) {
    const whole = TAG.test(tag) && (!TECHNIQUE.test(tag) || WHOLE_TECHNIQUE.test(tag));
    if (!whole)
      document.warn(
        entry?.value ?? null,
        `the tag "${tag}" should look like attack.persistence or attack.t1098.001`,
      );
  }
}

function warnAboutStatus(document: RuleDocument, entry: Entry | undefined, status: string): void {
  if (status !== '' && !STATUSES.includes(status)) {
    document.warn(entry?.value ?? null, `unknown status "${status}", expected one of ${STATUSES.join(', ')}`);
  }
}

/** The text of an attribute; undefined when it is absent or null. Lists and maps are noted as errors. */
export function optionalText(document: RuleDocument, entry: Entry | undefined): string | undefined {
  if (entry === undefined) return undefined;
  const scalar = document.scalar(entry.value);
  if (scalar === undefined) return document.error(entry.value, `"${entry.key}" must be a single text`);
  return scalar.kind === 'null' ? undefined : scalar.text;
}

/** The texts of an attribute that is a list or a single text; none when it is absent or null. */
export function textList(document: RuleDocument, entry: Entry | undefined): string[] {
  if (entry === undefined || entry.value === null) return [];
  return textsOf(document, entry.value, entry.key);
}

function textsOf(document: RuleDocument, node: Node, name: string): string[] {
  const texts: string[] = [];
  for (const item of document.items(node) ?? [node]) {
    const scalar = document.scalar(item);
    if (scalar === undefined) document.error(item, `"${name}" must be a list of texts`);
    else if (scalar.kind !== 'null') texts.push(scalar.text);
  }
  return texts;
}
