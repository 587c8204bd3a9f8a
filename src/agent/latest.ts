/** Parses user agents one after the other: who asks for the same one again is given what was parsed for others. */
import type { Agent } from './agent.ts';
import { parseAgent } from './parse.ts';

export class LatestAgent {
  #raw: string | undefined;
  #agent: Agent | undefined;

  /** What the user agent says. All about one is asked in a row, by whoever looks at the event at hand. */
  parse(raw: string): Agent {
    if (this.#agent === undefined || raw !== this.#raw) {
      this.#agent = parseAgent(raw);
      this.#raw = raw;
    }
    return this.#agent;
  }
}
