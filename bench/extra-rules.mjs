// Eight hundred more rules, to see what a rule pack's size costs.
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadSamples } from './corpus/samples.mjs';

export const EXTRA_RULES = 800;
/** One rule in so many is about a call that the corpus holds; a pack is about many services, a trail shows few. */
const ABOUT_THE_CORPUS = 4;

/** Conditions that a rule adds to its call; none ever holds, so that matching is measured and not reporting. */
const CONDITIONS = [
  (n) => `errorCode|contains: 'NoSuchError${n}'`,
  (n) => `userAgent|contains: 'no-such-agent-${n}'`,
  (n) => `userIdentity.arn|endswith: '/no-such-session-${n}'`,
  (n) => `requestParameters.name|startswith: 'no-such-name-${n}'`,
  (n) => `sourceIPAddress|cidr: '203.0.113.${n % 256}/32'`,
];

/** Writes the rules as files below `folder`. Every one names an event source and an event name. */
export function writeExtraRules(folder) {
  mkdirSync(folder, { recursive: true });
  const calls = new Map();
  for (const { record } of loadSamples().samples)
    calls.set(`${record.eventSource}/${record.eventName}`, record);
  const known = [...calls.values()];
  for (let n = 0; n < EXTRA_RULES; n++) {
    const { eventSource, eventName } = known[Math.floor((n / EXTRA_RULES) * known.length)];
    const name = n % ABOUT_THE_CORPUS === 0 ? eventName : `${eventName}Other${n}`;
    writeFileSync(path.join(folder, `extra-${n}.yml`), ruleText(n, eventSource, name));
  }
}

function ruleText(n, eventSource, eventName) {
  return `title: Extra rule ${n}
id: ${randomUUID()}
status: test
logsource:
  product: aws
  service: cloudtrail
detection:
  selection:
    eventSource: ${eventSource}
    eventName: ${eventName}
    ${CONDITIONS[Math.floor(n / ABOUT_THE_CORPUS) % CONDITIONS.length](n)}
  condition: selection
level: low
`;
}
