/** Parses user agents, and remembers what they say: in one incident few of them stand with thousands of calls. */
import type { Agent } from './agent.ts';
import { parseAgent } from './parse.ts';

/** Callers choose their agents, so there can be any number. */
const MOST_KNOWN = 1 << 13;

const KNOWN = new Map<string, Agent>();

/** What `parseAgent` says. */
export function knownAgent(raw: string): Agent {
  let agent = KNOWN.get(raw);
  if (agent === undefined) {
    agent = parseAgent(raw);
    if (KNOWN.size === MOST_KNOWN) KNOWN.clear();
    KNOWN.set(raw, agent);
  }
  return agent;
}
