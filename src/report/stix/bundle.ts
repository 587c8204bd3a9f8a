/**
 * The report as a STIX 2.1 bundle, to share with others: what the intruder used and did, nothing of the victim's keys.
 * IDs follow from content, so that a second export updates the first.
 */
import type { Incident, Indicator, Technique } from '../../investigate/incident.ts';
import type { Investigation } from '../../investigate/investigation.ts';
import { sourcesOfIncident } from '../../story/audit-record.ts';
import { clean, jsonText } from '../../text.ts';
import type { ReportOptions } from '../options.ts';
import { reportedIncidents, tlpOf } from '../options.ts';
import { tacticOf } from '../tactics.ts';
import { techniqueLink } from '../technique-link.ts';
import { TLP_EXTENSION, TLP_MARKINGS, TLP_MARKINGS_CREATED } from './markings.ts';
import { observableOf } from './observables.ts';
import type { StixObject } from './observables.ts';
import { patternOf } from './pattern.ts';
import { uuid5 } from './uuid5.ts';

/** Namespace of the IDs of this program's objects, made once. */
const NAMESPACE = '6d2f9a34-7b1e-5c0d-9e4a-51c7b0f3a8d2';

const CONFIDENCE = { high: 85, medium: 50, low: 15 } as const;

/** One bundle for all incidents reported on; in it a `report` for each. */
export function renderStix(
  investigation: Investigation,
  incident: Incident | null,
  options: ReportOptions,
): string {
  const author = identity(options);
  const marking = markingOf(options);
  const objects = new Map<string, StixObject>([author, marking].map((object) => [object.id, object]));
  const incidents = reportedIncidents(investigation, incident);
  // A title of the whole is not that of one among several.
  const { title: _, ...untitled } = options;
  for (const one of incidents) {
    const made = incidentObjects(one, {
      options: incidents.length === 1 ? options : untitled,
      author: author.id,
      marking: marking.id,
    });
    for (const object of made) objects.set(object.id, object);
  }
  const id = `bundle--${uuid5(NAMESPACE, jsonText([...objects.keys()]))}`;
  return `${jsonText({ type: 'bundle', id, objects: [...objects.values()] })}\n`;
}

interface Context {
  readonly options: ReportOptions;
  readonly author: string;
  readonly marking: string;
}

/** RFC 3339 with milliseconds, which STIX asks for. */
function stixTime(ms: number): string {
  return new Date(ms).toISOString();
}

function sdoId(type: string, ...name: readonly string[]): string {
  return `${type}--${uuid5(NAMESPACE, jsonText([type, ...name]))}`;
}

function identity({ author, sector, generated }: ReportOptions): StixObject {
  const time = stixTime(generated.atMs);
  return {
    type: 'identity',
    spec_version: '2.1',
    id: sdoId('identity', author ?? ''),
    created: time,
    modified: time,
    name: clean(author ?? '') || 'Incident response',
    identity_class: 'organization',
    ...(sector === undefined || sector === '' ? {} : { description: `Sector: ${clean(sector)}` }),
  };
}

function markingOf(options: ReportOptions): StixObject {
  const tlp = tlpOf(options);
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: TLP_MARKINGS[tlp],
    created: TLP_MARKINGS_CREATED,
    name: `TLP:${tlp.toUpperCase()}`,
    extensions: { [TLP_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: tlp } },
  };
}

function incidentObjects(incident: Incident, context: Context): StixObject[] {
  const techniques = new Map(
    incident.techniques.map((technique) => [technique.id, attackPattern(technique, context)]),
  );
  const objects: StixObject[] = [...techniques.values()];
  for (const indicator of incident.indicators) {
    const pattern = patternOf(indicator);
    if (pattern === null) continue;
    const made = indicatorObject(indicator, pattern, context);
    objects.push(made, ...observedObjects(indicator, made.id, context));
    for (const technique of techniquesBehind(indicator, incident.techniques)) {
      objects.push(relationship('indicates', made.id, techniques.get(technique.id)!.id, context));
    }
  }
  objects.push(...courseObjects(incident, techniques, context));
  const distinct = [...new Map(objects.map((object) => [object.id, object])).values()];
  return [...distinct, reportObject(incident, distinct, context)];
}

function common({ options, author, marking }: Context): {
  readonly spec_version: string;
  readonly created_by_ref: string;
  readonly created: string;
  readonly modified: string;
  readonly object_marking_refs: readonly string[];
} {
  const time = stixTime(options.generated.atMs);
  return {
    spec_version: '2.1',
    created_by_ref: author,
    created: time,
    modified: time,
    object_marking_refs: [marking],
  };
}

function attackPattern({ id, name, tactic }: Technique, context: Context): StixObject {
  const url = techniqueLink(id);
  const phase = tacticOf(tactic)?.id;
  return {
    type: 'attack-pattern',
    id: sdoId('attack-pattern', id),
    ...common(context),
    name: clean(name === '' ? id : name) || 'unnamed',
    ...(url === null ? {} : { external_references: [{ source_name: 'mitre-attack', external_id: id, url }] }),
    ...(phase === undefined
      ? {}
      : { kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: phase }] }),
  };
}

function indicatorObject(indicator: Indicator, pattern: string, context: Context): StixObject {
  const { type, value, note, confidence, firstMs } = indicator;
  return {
    type: 'indicator',
    id: sdoId('indicator', type, value),
    ...common(context),
    name: clean(`${type} ${value}`),
    ...(note === '' ? {} : { description: clean(note) }),
    indicator_types: ['malicious-activity'],
    confidence: CONFIDENCE[confidence],
    pattern,
    pattern_type: 'stix',
    valid_from: stixTime(firstMs),
  };
}

/** What was seen, and that the indicator rests on it. */
function observedObjects(indicator: Indicator, indicatorId: string, context: Context): StixObject[] {
  const observable = observableOf(indicator, context.marking);
  if (observable === null) return [];
  const { firstMs, lastMs, count } = indicator;
  const observed: StixObject = {
    type: 'observed-data',
    id: sdoId('observed-data', observable.id, String(firstMs), String(lastMs)),
    ...common(context),
    first_observed: stixTime(firstMs),
    last_observed: stixTime(lastMs),
    number_observed: Math.min(Math.max(1, count), 999_999_999),
    object_refs: [observable.id],
  };
  return [observable, observed, relationship('based-on', indicatorId, observed.id, context)];
}

function relationship(kind: string, source: string, target: string, context: Context): StixObject {
  return {
    type: 'relationship',
    id: sdoId('relationship', kind, source, target),
    ...common(context),
    relationship_type: kind,
    source_ref: source,
    target_ref: target,
  };
}

/** Techniques that share an event with an indicator or a step. */
function techniquesBehind(
  { events: own }: Pick<Indicator, 'events'>,
  techniques: readonly Technique[],
): Technique[] {
  const events = new Set(own.map(({ eventId }) => eventId).filter((id) => id !== ''));
  return techniques.filter((technique) => technique.events.some(({ eventId }) => events.has(eventId)));
}

/**
 * What was done against the techniques, one object for each kind of action: others can do the same, and names of the
 * victim's users and keys are nobody else's business.
 */
function courseObjects(
  incident: Incident,
  patterns: ReadonlyMap<string, StixObject>,
  context: Context,
): StixObject[] {
  const { responses = {} } = context.options;
  const done = Object.hasOwn(responses, incident.id)
    ? responses[incident.id]!.steps.filter(
        ({ state, does, action }) => state === 'done' && does !== '' && action !== 'manual',
      )
    : [];
  return done.flatMap(({ action, does, events }) => {
    const course: StixObject = {
      type: 'course-of-action',
      id: sdoId('course-of-action', action),
      ...common(context),
      name: clean(action) || 'unnamed',
      description: clean(does),
    };
    const against = techniquesBehind({ events }, incident.techniques);
    return [
      course,
      ...against.map(({ id }) => relationship('mitigates', course.id, patterns.get(id)!.id, context)),
    ];
  });
}

function reportObject(incident: Incident, objects: readonly StixObject[], context: Context): StixObject {
  const { options, author } = context;
  const refs = objects.map(({ id }) => id);
  const title = options.title ?? incident.title;
  const description = withoutKeys(
    clean([...incident.summary, ...sourceSentences(incident, options)].join(' ')),
  );
  return {
    type: 'report',
    id: sdoId('report', incident.id),
    ...common(context),
    name: clean(title) || clean(incident.id) || 'unnamed',
    ...(description === '' ? {} : { description }),
    report_types: ['threat-report', 'indicator'],
    published: stixTime(options.generated.atMs),
    object_refs: refs.length === 0 ? [author] : refs,
  };
}

/** Keys are the victim's: of their IDs, the ends are left, by which the victim knows them. */
function withoutKeys(text: string): string {
  return text.replaceAll(/\b(A[A-Z]IA)[A-Z0-9]{12}([A-Z0-9]{4})\b/g, '$1…$2');
}

/** Of what kind the likeliest source of the leak is: which one stays with the victim. */
function sourceSentences(incident: Incident, { audit }: ReportOptions): string[] {
  const source = audit && sourcesOfIncident(audit, incident).sources[0];
  if (source === undefined || source.confidence === 'unlikely') return [];
  const where = source.place.git === null ? 'a file' : 'a git repository';
  const reach = {
    public: ' that was pushed to a public host',
    shared: ' that others have copies of',
    private: '',
  };
  return [`A ${source.confidence} source of the leak is ${where}${reach[source.reach]}.`];
}
