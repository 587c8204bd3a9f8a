/** Writes docs/persistence.md from the persistence catalogue. Needs a build. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const HEAD = `# What an intruder leaves behind

An investigation lists everything that the intruder's calls set up, whether the logs show that it was taken away
again, and what undoes it. This is the catalogue it goes by. \`npm run persistence\` writes this page from it.

Each item has a state:

- **present**: a call succeeded, and no later call in the logs took the thing away. What was removed and made again is
  present. A removal in the same second does not count, because records have whole seconds.
- **removed**: a later call took it away, whoever made it, be it with a credential that is in no incident. The item names
  the call, when it was and who made it.
- **attempted**: all calls were refused or failed, or only asked whether they would be allowed (a dry run).

An item's target holds parameters of the first calls that undo it, as the log has them. Services are named as
CloudTrail names them (\`monitoring\` is CloudWatch), calls without the version that Lambda appends. What a policy or a
setting was before is not in a log: where the undoing call is the same as the planting one, the former value must come
from AWS Config, from the code that made the resource, or from an earlier log.

A log shows what was done while it was written. Look at the state of the account as well: things that were created
after the first event of the intruder, and things that let in accounts you do not know, whenever they were created.
`;

/** The page for the mechanisms, in their order. */
export function persistencePage(mechanisms) {
  return `${HEAD}\n${mechanisms.map((mechanism) => section(mechanism)).join('\n')}`;
}

function section({ id, title, plants, unseen }) {
  const lines = [`## ${id} ${title}`, ''];
  if (plants.length > 0) {
    lines.push('| shown by | target | undone by | gone when |', '| --- | --- | --- | --- |');
    for (const plant of plants) lines.push(row(plant));
    lines.push('');
  }
  if (unseen !== undefined) lines.push(unseen, '');
  return lines.join('\n');
}

function row({ calls, target, undo, gone, restores }) {
  const removals = [...new Set([...gone.map((each) => each.split(' ')[0]), ...(restores ? calls : [])])];
  const cells = [calls, Object.keys(target), undo, removals];
  return `| ${cells.map((texts) => texts.map((text) => `\`${text}\``).join(', ') || '–').join(' | ')} |`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { MECHANISMS } = await import(new URL('../build/investigate/persistence.js', import.meta.url).href);
  writeFileSync(new URL('../docs/persistence.md', import.meta.url), persistencePage(MECHANISMS));
}
