/** Joins an audit with a case: reads what the case knows of the use of keys, and keeps there what was found. */
import { statSync } from 'node:fs';
import { mergePacked, unpack } from '../activity/pack.ts';
import { CaseFolder, removePartial } from '../case/case-folder.ts';
import type { Lock } from '../case/lock.ts';
import type { ExposedCredential } from '../exposure/credentials.ts';
import { loadNetworkTables, loadUserNetworks } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import { auditRecord, withEarlier } from '../story/audit-record.ts';
import type { Searched } from '../story/audit-record.ts';
import { exposuresOf, tellKeys } from '../story/tell-keys.ts';
import type { CaseView } from '../story/tell-keys.ts';
import type { KeyStory } from '../story/key-story.ts';
import type { AuditOptions } from './audit.ts';
import type { IamScan } from './audit-iam.ts';
import type { AuditScan } from './audit-scan.ts';
import type { Part } from './investigate-input.ts';

/** A case that is held for the time of an audit. */
export interface HeldCase {
  readonly folder: CaseFolder;
  readonly view: CaseView;
  readonly lock: Lock;
}

/**
 * Opens the case to join an audit with, before anything is searched.
 * @throws KeytrailError when there is none, nothing was judged in it yet, or another run works on it.
 */
export function holdCase(path: string): HeldCase {
  const folder = CaseFolder.open(path);
  const lock = folder.lock();
  try {
    removePartial(path);
    const passes = ([...folder.parts()] as Part[]).flatMap((part) => part.passes);
    const view = {
      investigation: folder.investigation(),
      activity: unpack(mergePacked(passes.map(({ activity }) => activity))),
      networks: openNetworks(loadNetworkTables(), loadUserNetworks([])),
    };
    return { folder, view, lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** What an audit is joined from. */
export interface Joined {
  readonly paths: readonly string[];
  readonly options: AuditOptions;
  readonly scan: AuditScan;
  /** All that were found, those of a baseline and a list of what to ignore too. */
  readonly all: readonly ExposedCredential[];
  /** What accounts said; undefined where they were not asked. */
  readonly iam: Pick<IamScan, 'snapshots' | 'owners'> | undefined;
}

/** One row for each key over all sources; what earlier audits of the case found is among them, and all is kept there. */
export function joinAudit(
  { paths, options, scan, all, iam }: Joined,
  held: HeldCase | undefined,
): readonly KeyStory[] {
  const accounts = { snapshots: iam?.snapshots ?? [], owners: iam?.owners ?? [] };
  const exposures = exposuresOf(all, modifiedTimes(all));
  if (held === undefined) return tellKeys(exposures, accounts, null).keys;
  const { folder, view } = held;
  const found = { searched: searchedBy(paths, options, scan), exposures, accounts };
  const whole = withEarlier(found, folder.audit());
  const told = tellKeys(whole.exposures, whole.accounts, view);
  const run = 1 + folder.journal().reduce((last, entry) => Math.max(last, entry.run), 0);
  folder.saveAudit(auditRecord(told, whole.searched, whole.accounts), {
    time: new Date().toISOString(),
    run,
    searched: found.searched.what,
    keys: exposures.size,
  });
  return told.keys;
}

/** Times of last change of the files in which something was found. A file that is gone by now has none. */
function modifiedTimes(all: readonly ExposedCredential[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { git, path } of all.flatMap(({ places }) => places)) {
    if (git !== null || times.has(path)) continue;
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() === true) times.set(path, Math.floor(stats.mtimeMs));
  }
  return times;
}

function searchedBy(
  paths: readonly string[],
  options: AuditOptions,
  { tally, problems }: AuditScan,
): Searched {
  const what = [
    ...paths,
    options.home === true ? 'the home folder' : '',
    options.env === true ? 'environments' : '',
    options.staged === true ? 'what is staged' : '',
    options.iam === true ? 'IAM' : '',
  ].filter((part) => part !== '');
  const { files, archives, repositories, objects, environments, bytes } = tally;
  return {
    what: what.join(', '),
    files,
    archives,
    repositories,
    objects,
    environments,
    bytes,
    problems: problems.length,
  };
}
