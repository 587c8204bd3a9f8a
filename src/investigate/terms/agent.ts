/** Whether the credential was used with this tool and on this system before. */
import { firstEvent } from '../view.ts';
import type { View } from '../view.ts';
import { COLLEAGUES, COLLEAGUES_TOOL, PROVIDER_CHANGED } from '../weights.ts';
import { colleaguesAt } from './colleagues.ts';
import type { JudgedTerm, TermMaker } from './finding-term.ts';
import { counted, listed, percent } from './sentence.ts';

const WORDS: { readonly [level: string]: string } = {
  tool: 'tool',
  system: 'tool and system',
  agent: 'tool, system and version',
};

export const agentTerms: TermMaker = (view) => {
  if (!view.hasPlace || view.isPlaceCold) return [];
  return [agent(view), ...provider(view)];
};

function agent(view: View): JudgedTerm {
  const { level, value, seen, attack, benign } = view.novelty('agent');
  const full = Math.log(attack / benign);
  const isColleagues =
    full > COLLEAGUES_TOOL &&
    colleaguesAt(view)?.isClose === true &&
    view.othersBefore('tool', view.around.context.tool, COLLEAGUES.least) >= COLLEAGUES.least;
  const nats = isColleagues ? COLLEAGUES_TOOL : full;
  const days = counted(view.activeDays, 'earlier day');
  if (level === null || seen === null) {
    return {
      name: 'agent',
      about: 'how',
      nats,
      tell: () => ({
        sentence: `Tool, system and version are those of the credential’s ${days}.`,
        evidence: [firstEvent(view.around.context.seen)],
        benignIf: null,
      }),
    };
  }
  return {
    name: 'agent',
    about: 'how',
    nats,
    tell: () => ({
      sentence: `The ${WORDS[level]} ${value} is new to the credential in ${days}; such a change is seen on ${percent(benign)} of days.`,
      evidence: [firstEvent(seen)],
      benignIf: `The owner changed to ${view.around.context.tool} on another system, or updated it.`,
    }),
  };
}

/** Where the tool found the credential: that it is another place says that the credential was copied. */
function provider(view: View): JudgedTerm[] {
  const [found] = view.unfamiliar('provider');
  if (found === undefined) return [];
  const known = [
    ...new Set(view.around.subject.contexts.flatMap(({ levels }) => [...levels.at('provider').keys()])),
  ].filter((name) => view.isFamiliar('provider', name));
  if (known.length === 0) return [];
  const [name, seen] = found;
  return [
    {
      name: 'provider',
      about: 'how',
      nats: PROVIDER_CHANGED,
      tell: () => ({
        sentence: `The tool found the credential in another place (${name}) than before (${listed(known.toSorted())}).`,
        evidence: [firstEvent(seen)],
        benignIf: 'The owner moved the credential to another profile or program.',
      }),
    },
  ];
}
