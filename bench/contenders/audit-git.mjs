// Finds key IDs in the history of a repository: with the product's reader (scan) or through git cat-file (oracle).
import { createHash } from 'node:crypto';
import { catObjects } from '../../build/exposure/git/cat-file.js';
import { openRepository } from '../../build/exposure/git/repository.js';
import { scanRepository } from '../../build/exposure/git/scan.js';
import { examine } from './key-ids.mjs';

async function main([how, folder, threads]) {
  let found;
  let tally;
  if (how === 'scan') {
    const examiner = new URL('key-ids.mjs', import.meta.url);
    const scan = await scanRepository(folder, {
      threads: Number(threads),
      examiner,
      cache: null,
      matcherVersion: '',
    });
    tally = scan;
    found = scan.hits.map((hit) => ({ name: hit.git.object, found: hit.found }));
  } else {
    tally = await catObjects(openRepository(folder), examine);
    ({ found } = tally);
  }
  const lines = found.map(({ name, found: all }) => `${name} ${JSON.stringify(all.flat())}`).toSorted();
  const keys = new Set(found.flatMap(({ found: all }) => all.flat().map(({ text }) => text)));
  const result = {
    objects: tally.objects,
    mb: Math.round(tally.bytes / 1e6),
    hits: found.length,
    keys: keys.size,
    digest: createHash('sha256').update(lines.join('\n')).digest('hex'),
  };
  process.stdout.write(JSON.stringify(result));
}

await main(process.argv.slice(2));
