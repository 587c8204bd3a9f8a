/** A hunt's result for programs: JSON, one JSON value a line, CSV. */
import type { CorrelationFinding, EventFinding } from '../hunt/result.ts';
import { sumByCredential, sumByRule } from '../hunt/result.ts';
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
  const groups = result.groups();
  await output.write(`{"schema":"keytrail.hunt/1","input":${jsonText(inputJson(read))},\n"matches":[`);
  let separator = '\n';
  for (const finding of result.events()) {
    await output.write(separator + jsonText(matchJson(finding)));
    separator = ',\n';
  }
  const correlations = result.correlations.map((finding) => jsonText(correlationJson(finding)));
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
  await output.write(`],\n"correlations":[${correlations.join(',\n')}],\n`);
  await output.write(`"byRule":${jsonText(rules)},\n"byCredential":${jsonText(credentials)}}\n`);
};

export const showHuntNdjson: ShowHunt = async (result, _read, { output }) => {
  for (const finding of result.events()) await output.write(`${jsonText(matchJson(finding))}\n`);
  for (const finding of result.correlations) await output.write(`${jsonText(correlationJson(finding))}\n`);
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
    for (const event of finding.events)
      await output.write(findingLine('correlation', finding.rule, { ...event, details }));
  }
};

function findingLine(type: string, rule: RuleHead, event: EventSummary & { details: string }): string {
  const time = timeJson(event.timeMs);
  return csvLine(COLUMNS, { ...event, type, time, level: rule.level, rule: rule.title, ruleId: rule.id });
}

function matchJson({ rule, match }: EventFinding): object {
  return { type: 'match', rule: ruleJson(rule), event: eventJson(match.event), details: match.details };
}

function correlationJson({ rule, group, firstMs, lastMs, measured, events }: CorrelationFinding): object {
  return {
    type: 'correlation',
    rule: ruleJson(rule),
    group,
    first: timeJson(firstMs),
    last: timeJson(lastMs),
    measured,
    count: events.length,
    events: events.slice(0, NAMED_EVENTS).map(eventJson),
  };
}

function ruleJson({ id, title, level, tags }: RuleHead): object {
  return { id, title, level, tags };
}

function eventJson({ timeMs, ...event }: EventSummary): object {
  const texts = Object.entries(event).map(([name, value]) => [
    name,
    typeof value === 'string' ? redactText(value) : value,
  ]);
  return { time: timeJson(timeMs), ...Object.fromEntries(texts) };
}
