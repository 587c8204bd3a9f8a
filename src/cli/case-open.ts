/** Opens the case of a run, or makes it, and sees to it that all runs on it mean the same. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { CaseFolder, removePartial } from '../case/case-folder.ts';
import type { JournalEntry } from '../case/case-folder.ts';
import type { CaseWish } from '../case/case-file.ts';
import { lockCase } from '../case/lock.ts';
import type { EventWish } from '../cloudtrail/event-filter.ts';
import { KeytrailError } from '../error.ts';
import type { Rule } from '../sigma/rule.ts';
import type { ReadOptions } from './input-options.ts';
import { version } from './version.ts';

export interface OpenCase {
  readonly folder: CaseFolder;
  /** Which events belong to the case. */
  readonly wish: EventWish;
  note(what: JournalEntry['what'], details: { readonly [name: string]: JournalEntry[string] }): void;
  release(): void;
}

/**
 * Opens or makes the case in `path`, and holds its lock.
 * @throws KeytrailError when another run works on it, or this one would not mean the same as those before.
 */
export function openCase(
  path: string,
  {
    rules,
    options,
    wish,
    nowMs,
  }: { rules: readonly Rule[]; options: ReadOptions; wish: EventWish; nowMs: number },
): OpenCase {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const lock = lockCase(path);
  try {
    removePartial(path);
    const basis = basisOf(rules, options.networks ?? []);
    const isNew = !CaseFolder.exists(path);
    const created = new Date(nowMs).toISOString();
    const folder = isNew
      ? CaseFolder.create(path, { created, version, basis, wish: toCase(wish) })
      : CaseFolder.open(path);
    if (folder.file.basis !== basis)
      throw new KeytrailError(
        `the case was made by Keytrail ${folder.file.version} with other rules or networks than those of this run`,
        { hint: 'What was found then and now cannot be told apart. Make a new case from the logs.' },
      );
    const own = fromCase(folder.file.wish);
    if (!isNew && saysAnything(options) && JSON.stringify(toCase(wish)) !== JSON.stringify(folder.file.wish))
      throw new KeytrailError('the case is about other times, accounts or regions than this run', {
        hint: 'Leave --from, --to, --account and --region out, or make a new case.',
      });
    const run = 1 + folder.journal().reduce((last, entry) => Math.max(last, entry.run), 0);
    return {
      folder,
      wish: own,
      note: (what, details) => {
        folder.note({ time: new Date().toISOString(), run, what, ...details });
      },
      release: () => {
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** What events are judged by. */
function basisOf(rules: readonly Rule[], networks: readonly string[]): string {
  const hash = createHash('sha256').update(version).update(JSON.stringify(rules));
  for (const file of networks) hash.update(readFileSync(file.replace(/^(?:corporate|vpn|tor|hosting)=/, '')));
  return hash.digest('hex');
}

function saysAnything({ from, to, account, region }: ReadOptions): boolean {
  return [from, to, account, region].some((option) => option !== undefined);
}

function toCase({ fromMs, toMs, accounts, regions }: EventWish): CaseWish {
  const limit = (ms: number): number | null => (Number.isFinite(ms) ? ms : null);
  return { fromMs: limit(fromMs), toMs: limit(toMs), accounts, regions };
}

function fromCase({ fromMs, toMs, accounts, regions }: CaseWish): EventWish {
  return { fromMs: fromMs ?? -Infinity, toMs: toMs ?? Infinity, accounts, regions, credentials: [] };
}
