/** Scans the git repositories that were found on the way: the one place where files and history meet. */
import { sep } from 'node:path';
import { builtFile } from '../built-file.ts';
import type { InputProblem, ProblemKind } from '../cloudtrail/problem.ts';
import type { Examined } from './examine.ts';
import type { Exposure } from './exposure.ts';
import type { RepositoryHit, RepositoryProblem } from './git/result.ts';
import { scanRepository } from './git/scan.ts';
import { placed } from './place.ts';

export interface RepositoriesOptions {
  readonly salt: string;
  readonly threads: number;
  /** Folder that remembers which packs hold nothing; null remembers nothing. */
  readonly cache: string | null;
}

export interface ScannedRepository {
  readonly path: string;
  readonly exposures: readonly Exposure[];
  readonly problems: readonly InputProblem[];
  readonly objects: number;
  readonly bytes: number;
  /** Packs that were known to hold nothing. */
  readonly packsKnown: number;
  /** A partial or shallow clone: what its remote has and it has not was not looked at. */
  readonly isPartial: boolean;
}

/** Changes whenever the matcher or what is made of candidates would find something else. */
const MATCHER_VERSION = '1';

/** Scans all objects of the repositories, one repository after the other. */
export async function* scanRepositories(
  paths: readonly string[],
  { salt, threads, cache }: RepositoriesOptions,
): AsyncGenerator<ScannedRepository> {
  const url = builtFile('exposure/examine.js');
  url.searchParams.set('salt', salt);
  for (const path of paths) {
    const scan = await scanRepository(path, {
      threads,
      examiner: url,
      cache,
      matcherVersion: MATCHER_VERSION,
    });
    // A folder that only looks like a repository.
    if (scan === undefined) continue;
    yield {
      path,
      exposures: scan.hits.flatMap((hit) => exposuresOf(path, hit)),
      problems: scan.problems.map((problem) => problemOf(path, problem)),
      objects: scan.objects,
      bytes: scan.bytes,
      packsKnown: scan.packsKnown,
      isPartial: scan.isPartial || scan.isShallow,
    };
  }
}

function exposuresOf(path: string, { git, found }: RepositoryHit): Exposure[] {
  return (found as readonly (readonly Examined[])[])
    .flat()
    .map(({ line, ...assessed }) =>
      placed(assessed, { path, inside: [], line, offset: assessed.offset, git }),
    );
}

const KIND: { readonly [kind in RepositoryProblem['kind']]: ProblemKind } = {
  corrupt: 'corrupt',
  truncated: 'truncated',
  missing: 'unreadable',
  unreadable: 'unreadable',
  'too-large': 'too-long',
};

function problemOf(path: string, { kind, file, object, detail }: RepositoryProblem): InputProblem {
  // Objects may lie elsewhere, where a repository borrows them.
  const below = file.startsWith(path + sep) ? file.slice(path.length + 1) : file;
  const inside = object === null ? below : `${below}!${object}`;
  return { kind: KIND[kind], file: `${path}!${inside}`, detail };
}
