/** Everything an audit was told to look at, one after the other. */
import os from 'node:os';
import type { InputProblem } from '../cloudtrail/problem.ts';
import type { Exposure } from '../exposure/exposure.ts';
import { saltedHash } from '../exposure/salted-hash.ts';
import type { AuditOptions } from './audit.ts';
import { ProgressLine } from './show/progress.ts';
import { numberText } from './show/text.ts';

export interface AuditScan {
  readonly exposures: readonly Exposure[];
  readonly problems: readonly InputProblem[];
  readonly tally: AuditTally;
}

export interface AuditTally {
  files: number;
  bytes: number;
  archives: number;
  entries: number;
  repositories: number;
  /** Objects of repositories. */
  objects: number;
  environments: number;
  /** Repositories that are partial or shallow clones. */
  partial: number;
  links: number;
  special: number;
  seconds: number;
}

/**
 * Scans what paths and options name. Secrets are hashed with the salt.
 * @throws KeytrailError when a path does not exist, or git cannot be asked.
 */
export async function scanAll(
  paths: readonly string[],
  options: AuditOptions,
  salt: () => string,
): Promise<AuditScan> {
  // Not `performance`, which takes a millisecond to load.
  const start = process.hrtime.bigint();
  const exposures: Exposure[] = [];
  const problems: InputProblem[] = [];
  const tally: AuditTally = {
    files: 0,
    bytes: 0,
    archives: 0,
    entries: 0,
    repositories: 0,
    objects: 0,
    environments: 0,
    partial: 0,
    links: 0,
    special: 0,
    seconds: 0,
  };
  const line = options.quiet === true ? undefined : ProgressLine.onTerminal();
  try {
    if (options.staged === true) {
      const { scanStaged } = await import('../exposure/staged.ts');
      const staged = scanStaged('.', (secret) => saltedHash(salt())(secret));
      exposures.push(...staged.exposures);
      tally.files += staged.files;
      tally.bytes += staged.bytes;
    }
    if (options.env === true) await scanEnvironments(exposures, tally, salt());
    const places = [...paths, ...(options.home === true ? await homeFolder() : [])];
    if (places.length > 0)
      await scanPlaces(places, { options, salt: salt(), line, exposures, problems, tally });
  } finally {
    line?.clear();
  }
  tally.seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { exposures, problems, tally };
}

async function homeFolder(): Promise<string[]> {
  const { homePlaces } = await import('../exposure/home.ts');
  return homePlaces(os.homedir(), process.env);
}

async function scanEnvironments(exposures: Exposure[], tally: AuditTally, salt: string): Promise<void> {
  const { otherEnvironments, scanEnvironment } = await import('../exposure/env.ts');
  const hash = saltedHash(salt);
  exposures.push(...scanEnvironment(process.env, hash, null));
  tally.environments++;
  for (const { program, environment } of otherEnvironments(process.pid)) {
    exposures.push(...scanEnvironment(environment, hash, program));
    tally.environments++;
  }
}

interface PlacesScan {
  readonly options: AuditOptions;
  readonly salt: string;
  readonly line: ProgressLine | undefined;
  readonly exposures: Exposure[];
  readonly problems: InputProblem[];
  readonly tally: AuditTally;
}

async function scanPlaces(places: readonly string[], scan: PlacesScan): Promise<void> {
  const { options, salt, line, exposures, problems, tally } = scan;
  const { listFiles } = await import('../exposure/walk.ts');
  const { FilesScan } = await import('../exposure/pool.ts');
  line?.show('listing files');
  const filesScan = new FilesScan(salt, options.threads);
  let found, files;
  try {
    let begun = 0;
    found = listFiles(places, {
      obeyGitignore: options.obeyGitignore === true,
      onMany: (some) => {
        filesScan.begin(some);
        begun += some.length;
      },
    });
    const total = numberText(found.files.length);
    const onProgress = line && ((count: number) => line.show(`${numberText(count)} of ${total} files`));
    files = await filesScan.finish(found.files.slice(begun), onProgress);
  } finally {
    await filesScan.stop();
  }
  for (const exposure of files.exposures) exposures.push(exposure);
  problems.push(...found.problems, ...files.problems);
  tally.files += files.tally.files;
  tally.bytes += files.tally.bytes;
  tally.archives += files.tally.archives;
  tally.entries += files.tally.entries;
  tally.links += found.links;
  tally.special += found.special;
  if (!options.git) return;
  const { scanRepositories } = await import('../exposure/repositories.ts');
  for await (const each of scanRepositories(found.repositories, {
    salt,
    threads: options.threads,
    cache: options.cache ?? null,
  })) {
    line?.show(`git history of ${each.path}`);
    for (const exposure of each.exposures) exposures.push(exposure);
    problems.push(...each.problems);
    tally.repositories++;
    if (each.isPartial) tally.partial++;
    tally.objects += each.objects;
    tally.bytes += each.bytes;
  }
}
