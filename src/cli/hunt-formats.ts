/** A hunt's result for programs: JSON, one JSON value a line, CSV. */
import { sumByCredential, sumByRule } from '../hunt/groups.ts';
import type { CorrelationFinding, EventFinding, HuntResult } from '../hunt/result.ts';
import type { EventSummary } from '../hunt/match-row.ts';
import type { RuleHead } from '../sigma/rule.ts';
import { redactText } from '../redact.ts';
import type { ShowHunt } from './hunt-run.ts';
import { inputJson } from './read-logs.ts';
import { csvHead, csvLine, EVENT_COLUMNS } from './show/csv.ts';
import { jsonText, timeJson } from './show/text.ts';

/** Events named with a correlation; the count says how many there are. */
const NAMED_EVENTS = 100;

export const showHuntJson: ShowHunt = async (result, read, { output }) => {
  await output.write(`{"schema":"keytrail.hunt/1","input":${jsonText(inputJson(read))},\n"matches":[`);
  let separator = '\n';
  const texts = new HuntTexts(result);
  for (const finding of result.events()) {
    await output.write(separator + texts.match(finding));
    separator = ',\n';
  }
  await output.write('],\n"correlations":[');
  separator = '';
  for (const finding of result.correlations) {
    await output.write(separator + texts.correlation(finding));
    separator = ',\n';
  }
  const groups = result.groups();
  const rules = sumByRule(groups).map(({ rule, firstMs, lastMs, ...sum }) => ({
    rule: ruleJson(rule),
    ...sum,
    first: timeJson(firstMs),
    last: timeJson(lastMs),
  }));
  const credentials = sumByCredential(groups).map(({ firstMs, lastMs, ...sum }) => ({
    ...sum,
    principals: sum.principals.map(redactText),
    addresses: sum.addresses.map(redactText),
    first: timeJson(firstMs),
    last: timeJson(lastMs),
  }));
  await output.write(`],\n"byRule":${jsonText(rules)},\n"byCredential":${jsonText(credentials)}}\n`);
};

export const showHuntNdjson: ShowHunt = async (result, _read, { output }) => {
  const texts = new HuntTexts(result);
  for (const finding of result.events()) await output.write(`${texts.match(finding)}\n`);
  for (const finding of result.correlations) await output.write(`${texts.correlation(finding)}\n`);
};

const COLUMNS = ['type', 'time', 'level', 'rule', 'ruleId', ...EVENT_COLUMNS, 'details'];

export const showHuntCsv: ShowHunt = async (result, _read, { output }) => {
  await output.write(csvHead(COLUMNS));
  for (const { rule, match } of result.events()) {
    await output.write(
      findingLine('match', rule, { ...match.event, details: JSON.stringify(match.details) }),
    );
  }
  for (const finding of result.correlations) {
    const details = JSON.stringify({
      ...finding.group,
      measured: finding.measured,
      until: timeJson(finding.lastMs),
    });
    for (const event of result.eventsOf(finding))
      await output.write(findingLine('correlation', finding.rule, { ...event, details }));
  }
};

function findingLine(type: string, rule: RuleHead, event: EventSummary & { details: string }): string {
  const time = timeJson(event.timeMs);
  return csvLine(COLUMNS, { ...event, type, time, level: rule.level, rule: rule.title, ruleId: rule.id });
}

/** Texts that come again and again are kept up to this number. */
const MOST_KEPT = 100_000;
/** What needs no escape and is no secret. */
const PLAIN = /^[0-9a-f-]*$/;

/** Findings as JSON texts. */
class HuntTexts {
  readonly #result: HuntResult;
  readonly #rules = new Map<RuleHead, string>();
  /** Texts of events as JSON: users, agents and files come again and again. */
  readonly #known = new Map<string, string>();

  constructor(result: HuntResult) {
    this.#result = result;
  }

  match({ rule, match }: EventFinding): string {
    const { event, details } = match;
    return `{"type":"match","rule":${this.#rule(rule)},"event":${this.#event(event)},"details":${jsonText(details)}}`;
  }

  correlation(finding: CorrelationFinding): string {
    const { rule, group, firstMs, lastMs, measured, places } = finding;
    const named = Array.from(this.#result.eventsOf(finding, NAMED_EVENTS), (event) => this.#event(event));
    const found = { group, first: timeJson(firstMs), last: timeJson(lastMs), measured, count: places.length };
    const members = jsonText(found).slice(1, -1);
    return `{"type":"correlation","rule":${this.#rule(rule)},${members},"events":[${named.join()}]}`;
  }

  #rule(rule: RuleHead): string {
    let json = this.#rules.get(rule);
    if (json === undefined) this.#rules.set(rule, (json = jsonText(ruleJson(rule))));
    return json;
  }

  #event(event: EventSummary): string {
    const id = PLAIN.test(event.eventId) ? `"${event.eventId}"` : this.#text(event.eventId);
    return (
      `{"time":${JSON.stringify(timeJson(event.timeMs))},"eventId":${id}` +
      `,"eventSource":${this.#text(event.eventSource)},"eventName":${this.#text(event.eventName)}` +
      `,"errorCode":${this.#text(event.errorCode)},"account":${this.#text(event.account)}` +
      `,"region":${this.#text(event.region)},"credential":${this.#text(event.credential)}` +
      `,"principal":${this.#text(event.principal)},"sourceIPAddress":${this.#text(event.sourceIPAddress)}` +
      `,"userAgent":${this.#text(event.userAgent)},"file":${this.#text(event.file)},"record":${event.record}}`
    );
  }

  #text(text: string): string {
    let json = this.#known.get(text);
    if (json === undefined) {
      if (this.#known.size >= MOST_KEPT) this.#known.clear();
      this.#known.set(text, (json = jsonText(redactText(text))));
    }
    return json;
  }
}

function ruleJson({ id, title, level, tags }: RuleHead): object {
  return { id, title, level, tags };
}
