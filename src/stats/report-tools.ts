/** The programs that called, with their numbers. */
import type { Tool } from './agent-text.ts';
import { toolOf } from './agent-text.ts';
import type { Counts } from './counts.ts';
import { byEvents } from './ranking.ts';
import type { Sums } from './sum-table.ts';

export interface ToolRow extends Sums, Tool {
  /** Users (see `CredentialRow`) that were seen with it. */
  readonly credentials: number;
}

export function toolRows({ names, pairs, sums }: Counts): ToolRow[] {
  const users = new Map<number, number>();
  for (let n = 0; n < pairs.userAgent.length; n++) {
    const agent = pairs.userAgent.second(n);
    users.set(agent, (users.get(agent) ?? 0) + 1);
  }
  return [...users]
    .map(([agent, credentials]) => ({
      ...toolOf(names.agent.list[agent]!),
      credentials,
      ...sums.agent.at(agent),
    }))
    .toSorted(byEvents);
}
