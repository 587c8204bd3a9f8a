/** The fields that rules and searches can ask of a user agent, such as `agent.tool`. */
import type { Agent } from './agent.ts';
import { parseAgent } from './parse.ts';

/** A field by its name in rules and searches. */
export type AgentField =
  | 'agent.kind'
  | 'agent.tool'
  | 'agent.version'
  | 'agent.os'
  | 'agent.distro'
  | 'agent.signature'
  | 'agent.provider'
  | 'agent.sid'
  | 'agent.command'
  | 'agent.family'
  | 'agent.env'
  | 'agent.lang'
  | 'agent.coding';

const READERS: Readonly<Record<AgentField, (agent: Agent) => string | readonly string[] | null>> = {
  'agent.kind': (agent) => agent.kind,
  'agent.tool': (agent) => agent.tool,
  'agent.version': (agent) => agent.version,
  'agent.os': (agent) => agent.os,
  'agent.distro': (agent) => agent.distro?.name ?? null,
  'agent.signature': (agent) => (agent.signatures.length === 0 ? null : agent.signatures),
  'agent.provider': (agent) => agent.credentialProvider,
  'agent.sid': (agent) => agent.sid,
  'agent.command': (agent) => agent.command,
  'agent.family': (agent) => agent.family2,
  'agent.env': (agent) => agent.execEnv,
  'agent.lang': (agent) => agent.lang,
  'agent.coding': (agent) => agent.codingAgent,
};

/** All names, for completion and lint. */
export const AGENT_FIELDS: readonly AgentField[] = Object.keys(READERS).filter(isAgentField);

/** Whether a field name is one of ours. */
export function isAgentField(name: string): name is AgentField {
  return Object.hasOwn(READERS, name);
}

/** The value of an agent field of a parsed user agent; undefined when the user agent does not say. */
export function readAgentField(name: AgentField, agent: Agent): string | readonly string[] | undefined {
  return READERS[name](agent) ?? undefined;
}

/**
 * The value of an agent field for a raw user agent. Parses it each time, about 5 µs: call once per distinct agent.
 *
 * @returns undefined when the user agent does not say; `agent.signature` is a list, all others are texts
 */
export function agentField(
  name: AgentField,
  raw: string | null | undefined,
): string | readonly string[] | undefined {
  return readAgentField(name, parseAgent(raw));
}
