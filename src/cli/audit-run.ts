/** Looks for credentials where it was told to, and shows them. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { KeytrailError } from '../error.ts';
import { makeBaseline, parseBaseline, withoutBaseline } from '../exposure/baseline.ts';
import type { Baseline } from '../exposure/baseline.ts';
import { groupByCredential } from '../exposure/credentials.ts';
import type { ExposedCredential } from '../exposure/credentials.ts';
import { LEVELS } from '../exposure/exposure.ts';
import { parseIgnoreList, withoutIgnored } from '../exposure/ignore-list.ts';
import type { Ignored } from '../exposure/ignore-list.ts';
import type { AuditOptions } from './audit.ts';
import { scanAll } from './audit-scan.ts';
import type { AuditScan } from './audit-scan.ts';
import { auditNotes } from './audit-notes.ts';
import type { KeyStory } from '../story/key-story.ts';
import { isWorst } from '../story/score.ts';
import { holdCase, joinAudit } from './audit-case.ts';
import { openOutput } from './output.ts';
import type { Output } from './output.ts';

/** What an audit came to. */
export interface AuditResult {
  readonly scan: AuditScan;
  /** Those that neither the baseline nor the list of what to ignore has. */
  readonly credentials: readonly ExposedCredential[];
  readonly inBaseline: number;
  readonly ignored: Ignored;
  readonly ignoreFile: string;
  /**
   * What is known of each key over all sources, what to look at first first; without those that were left out. `null`
   * when the audit was joined with nothing.
   */
  readonly stories: readonly KeyStory[] | null;
}

export interface AuditShown {
  readonly output: Output;
  readonly options: AuditOptions;
}

/** Shows the result in one format. */
export type ShowAudit = (result: AuditResult, to: AuditShown) => Promise<void>;

/** Formats are loaded when asked for: a hook before each commit has no time for the others. */
const SHOW: { readonly [format in AuditOptions['format']]: () => Promise<ShowAudit> } = {
  table: async () => (await import('./audit-table.ts')).showAuditTable,
  json: async () => (await import('./audit-json.ts')).showAuditJson,
  sarif: async () => (await import('./audit-sarif.ts')).showAuditSarif,
  csv: async () => (await import('./audit-csv.ts')).showAuditCsv,
  html: async () => (await import('./audit-html.ts')).showAuditHtml,
};

const IGNORE_FILE = '.keytrailignore';

export async function audit(paths: readonly string[], options: AuditOptions): Promise<void> {
  checkWish(paths, options);
  const baseline = options.baseline === undefined ? undefined : readBaseline(options.baseline);
  const ignoreFile = options.ignoreFile ?? IGNORE_FILE;
  const entries =
    options.ignoreFile !== undefined || existsSync(ignoreFile)
      ? parseIgnoreList(readText(ignoreFile), ignoreFile)
      : [];
  const salt = baseline?.salt ?? randomBytes(16).toString('hex');
  const held = options.case === undefined ? undefined : holdCase(options.case);
  const output = openOutput(options.output);
  try {
    const scan = await scanAll(paths, options, salt);
    const all = groupByCredential(scan.exposures);
    const unknown = baseline === undefined ? all : withoutBaseline(all, baseline);
    const ignored = withoutIgnored(unknown, entries, new Date().toISOString().slice(0, 10));
    const told = joinAudit({ paths, options, scan, all, snapshots: [] }, held);
    const stories = told === null ? null : withoutLeftOut(told.keys, all, ignored.credentials);
    const credentials = stories === null ? ignored.credentials : inOrderOf(stories, ignored.credentials);
    const inBaseline = all.length - unknown.length;
    const result = { scan, credentials, inBaseline, ignored, ignoreFile, stories };
    const show = await SHOW[options.json === true ? 'json' : options.format]();
    await show(result, { output, options });
    await output.close();
    if (options.writeBaseline !== undefined) await writeBaseline(options.writeBaseline, all, salt);
    if (options.quiet !== true) for (const note of auditNotes(result)) process.stderr.write(`${note}\n`);
    process.exitCode = exitCodeOf(result, options);
  } catch (error) {
    output.discard();
    throw error;
  } finally {
    held?.lock.release();
  }
}

/** Stories of keys that a baseline or a list of what to ignore has are not told again. */
function withoutLeftOut(
  stories: readonly KeyStory[],
  all: readonly ExposedCredential[],
  shown: readonly ExposedCredential[],
): KeyStory[] {
  const ids = new Set(shown.map(({ keyId }) => keyId));
  const leftOut = new Set(all.map(({ keyId }) => keyId).filter((id) => !ids.has(id)));
  return stories.filter(({ keyId }) => !leftOut.has(keyId));
}

/** Credentials in the order of their stories; those without one, as they were, at the end. */
function inOrderOf(
  stories: readonly KeyStory[],
  credentials: readonly ExposedCredential[],
): ExposedCredential[] {
  const places = new Map(stories.map(({ keyId }, n) => [keyId, n]));
  const place = ({ keyId }: ExposedCredential): number =>
    (keyId === null ? undefined : places.get(keyId)) ?? Number.MAX_SAFE_INTEGER;
  return credentials.toSorted((a, b) => place(a) - place(b));
}

function checkWish(paths: readonly string[], options: AuditOptions): void {
  const isSomething =
    paths.length > 0 || options.env === true || options.home === true || options.staged === true;
  if (!isSomething) {
    throw new KeytrailError('nothing to audit', {
      hint: 'Name folders or files, or give --env, --home or --staged. For this folder: keytrail audit .',
    });
  }
  if (options.home === true && os.homedir() === '') {
    throw new KeytrailError('there is no home folder', { hint: 'Set HOME, or name the folder.' });
  }
}

function readBaseline(file: string): Baseline {
  return parseBaseline(readText(file), file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new KeytrailError(`cannot read ${file}: ${(cause as Error).message}`, { cause });
  }
}

async function writeBaseline(file: string, all: readonly ExposedCredential[], salt: string): Promise<void> {
  const output = openOutput(file);
  await output.write(`${JSON.stringify(makeBaseline(all, salt), undefined, 2)}\n`);
  await output.close();
}

function exitCodeOf({ scan, credentials, stories }: AuditResult, options: AuditOptions): number {
  if (scan.problems.length > 0) return 3;
  if (stories?.some(isWorst) === true) return 1;
  const worst = LEVELS.indexOf(options.failOn);
  return credentials.some(({ level }) => LEVELS.indexOf(level) <= worst) ? 1 : 0;
}
