/** What is kept of a user agent: the raw texts of one program differ by the call, the program does not. */
import type { AgentKind } from '../agent/agent.ts';
import { parseAgent } from '../agent/parse.ts';

/** A program as its user agents tell it; null where they do not say. */
export interface Tool {
  readonly kind: AgentKind;
  readonly tool: string | null;
  readonly os: string | null;
  readonly distro: string | null;
  /** Class of the execution environment. */
  readonly env: string | null;
  /** Names of suspicious marks in the raw text. */
  readonly signatures: readonly string[];
}

/** One text for the program behind a user agent, to be numbered. */
export function agentText(raw: string): string {
  const { kind, tool, os, distro, execEnv, signatures } = parseAgent(raw);
  return JSON.stringify({
    kind,
    tool,
    os,
    distro: distro?.name ?? null,
    env: execEnv,
    signatures,
  } satisfies Tool);
}

/** The program back from its text. */
export function toolOf(text: string): Tool {
  return JSON.parse(text) as Tool;
}
