/** What only a person can do: the step says what, and how to check it; nothing is called. */
import type { Action } from '../action.ts';

export const manual: Action = {
  name: 'manual',
  does: 'A task for a person: `task` says what, `check` how one sees that it is done, `command` what may help.',
  undoes: null,
  parameters: ['task', 'check'],
  optional: ['command'],
  permissions: () => [],
  read: () => Promise.resolve({}),
  calls: () => [],
  verify: ({ parameters }) => ({
    state: 'not yet',
    reason: `a person must confirm: ${parameters['check'] ?? ''}`,
  }),
  undo: () => ({ calls: [], drift: ['What a person did is undone by a person.'] }),
  note: () => '',
  expected: () => null,
};
