/** Looks for credentials where it was told to, and shows them. */
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import type { InputProblem } from '../cloudtrail/problem.ts';
import { KeytrailError } from '../error.ts';
import { makeBaseline, parseBaseline, withoutBaseline } from '../exposure/baseline.ts';
import type { Baseline } from '../exposure/baseline.ts';
import { groupByCredential } from '../exposure/credentials.ts';
import type { ExposedCredential } from '../exposure/credentials.ts';
import { LEVELS } from '../exposure/exposure.ts';
import { parseIgnoreList, withoutIgnored } from '../exposure/ignore-list.ts';
import type { Ignored } from '../exposure/ignore-list.ts';
import type { IamRow } from '../iam/rows.ts';
import type { AuditOptions } from './audit.ts';
import type { IamScan, KnownFinding } from './audit-iam.ts';
import { scanAll } from './audit-scan.ts';
import type { AuditScan } from './audit-scan.ts';
import { auditNotes } from './audit-notes.ts';
import type { KeyStory } from '../story/key-story.ts';
import { writingTo } from './output.ts';
import type { Output } from './output.ts';
import { ProgressLine } from './show/progress.ts';

/** What an audit came to. */
export interface AuditResult {
  readonly scan: AuditScan;
  /** Those that neither the baseline nor the list of what to ignore has. */
  readonly credentials: readonly ExposedCredential[];
  /** Whether it was told to look for credentials at rest. */
  readonly isAtRest: boolean;
  /** With `--iam`. */
  readonly iam: IamResult | null;
  readonly inBaseline: number;
  readonly ignored: Omit<Ignored<never>, 'left'>;
  readonly ignoreFile: string;
  /**
   * What is known of each key over all sources, what to look at first first; without those that were left out. `null`
   * when the audit was joined with nothing.
   */
  readonly stories: readonly KeyStory[] | null;
}

/** What accounts said, and which findings are left. */
export interface IamResult extends IamScan {
  readonly rows: readonly IamRow[];
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
  if (options.policy === true) return (await import('./audit-iam.ts')).printAuditPolicy(options);
  const baseline = options.baseline === undefined ? undefined : readBaseline(options.baseline);
  const ignoreFile = options.ignoreFile ?? IGNORE_FILE;
  const entries =
    options.ignoreFile !== undefined || existsSync(ignoreFile)
      ? parseIgnoreList(readText(ignoreFile), ignoreFile)
      : [];
  const salt = saltOf(baseline);
  const held =
    options.case === undefined ? undefined : (await import('./audit-case.ts')).holdCase(options.case);
  try {
    const { result, newBaseline } = await writingTo(options.output, async (output) => {
      const files = await scanAll(paths, options, salt);
      const all = groupByCredential(files.exposures);
      const iam = options.iam === true ? await scanAccounts(options, all) : null;
      const scan = { ...files, problems: [...files.problems, ...(iam?.problems ?? [])] };
      const unknown = baseline === undefined ? all : withoutBaseline(all, baseline);
      const findings = withoutKnown(iam?.scan.findings ?? [], baseline);
      const today = new Date().toISOString().slice(0, 10);
      const ignored = withoutIgnored(unknown, entries, today);
      // A key ID names what lies about; what an account says of the key is named by fingerprint.
      const byPrint = findings.map((finding) => ({ finding, keyId: null, fingerprint: finding.fingerprint }));
      const ignoredFindings = withoutIgnored(byPrint, entries, today);
      const isJoined = held !== undefined || iam !== null;
      const stories = isJoined
        ? withoutLeftOut(
            (await import('./audit-case.ts')).joinAudit({ paths, options, scan, all, iam: iam?.scan }, held),
            all,
            ignored.left,
          )
        : null;
      const shown: AuditResult = {
        scan,
        credentials: stories === null ? ignored.left : inOrderOf(stories, ignored.left),
        stories,
        isAtRest: isAtRest(paths, options),
        iam: iam && iam.resultOf(ignoredFindings.left.map(({ finding }) => finding)),
        inBaseline: all.length - unknown.length + (iam?.scan.findings ?? []).length - findings.length,
        ignored: {
          ignored: ignored.ignored + ignoredFindings.ignored,
          unused: ignored.unused.filter((entry) => ignoredFindings.unused.includes(entry)),
          expired: ignored.expired,
        },
        ignoreFile,
      };
      const show = await SHOW[options.json === true ? 'json' : options.format]();
      await show(shown, { output, options });
      return {
        result: shown,
        newBaseline: () => makeBaseline(all, printsOf(iam?.scan.findings ?? []), salt()),
      };
    });
    if (options.writeBaseline !== undefined) await writeBaseline(options.writeBaseline, newBaseline());
    if (options.quiet !== true) for (const note of auditNotes(result)) process.stderr.write(`${note}\n`);
    process.exitCode = await exitCodeOf(result, options);
  } finally {
    held?.lock.release();
  }
}

/** The salt of the baseline; without one, a new one, made when it is asked for: most commits have no secret to hash. */
function saltOf(baseline: Baseline | undefined): () => string {
  let salt = baseline?.salt;
  return () => (salt ??= Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex'));
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

/** The SDK is loaded only where accounts are asked. */
async function scanAccounts(
  options: AuditOptions,
  all: readonly ExposedCredential[],
): Promise<{
  readonly scan: IamScan;
  readonly problems: readonly InputProblem[];
  readonly resultOf: (findings: readonly KnownFinding[]) => IamResult;
}> {
  const { iamProblems, iamRows, scanIam } = await import('./audit-iam.ts');
  const line = options.quiet === true ? undefined : ProgressLine.onTerminal();
  const scan = await scanIam(options, all, line);
  return {
    scan,
    problems: iamProblems(scan),
    resultOf: (findings) => ({ ...scan, findings, rows: iamRows(scan, findings) }),
  };
}

function withoutKnown(
  findings: readonly KnownFinding[],
  baseline: Baseline | undefined,
): readonly KnownFinding[] {
  const known = new Set(baseline?.findings ?? []);
  return findings.filter(({ fingerprint }) => !known.has(fingerprint));
}

function printsOf(findings: readonly KnownFinding[]): string[] {
  return findings.map(({ fingerprint }) => fingerprint);
}

function isAtRest(paths: readonly string[], { env, home, staged }: AuditOptions): boolean {
  return paths.length > 0 || env === true || home === true || staged === true;
}

function checkWish(paths: readonly string[], options: AuditOptions): void {
  checkIamWish(options);
  if (!isAtRest(paths, options) && options.iam !== true) {
    throw new KeytrailError('nothing to audit', {
      hint: 'Name folders or files, or give --env, --home, --staged or --iam. For this folder: keytrail audit .',
    });
  }
  if (options.home === true && os.homedir() === '') {
    throw new KeytrailError('there is no home folder', { hint: 'Set HOME, or name the folder.' });
  }
}

/** @throws KeytrailError when options do not go together. */
function checkIamWish(options: AuditOptions): void {
  const { iam, org, role } = options;
  if (iam !== true) {
    const given = (['org', 'policy', 'role', 'profile', 'region', 'in'] as const).find(
      (name) => options[name] !== undefined && options[name] !== false,
    );
    if (given !== undefined)
      throw new KeytrailError(`--${given} is for accounts, and --iam is not given`, {
        hint: `Give --iam with --${given}.`,
      });
  }
  if (role !== undefined && org !== true)
    throw new KeytrailError('--role is for the accounts of --org', {
      hint: 'Give --org, or name the way into one account with --in ACCOUNT=ROLE-ARN.',
    });
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

async function writeBaseline(file: string, baseline: Baseline): Promise<void> {
  await writingTo(file, async (output) => output.write(`${JSON.stringify(baseline, undefined, 2)}\n`));
}

async function exitCodeOf(
  { scan, credentials, iam, stories }: AuditResult,
  options: AuditOptions,
): Promise<number> {
  if (scan.problems.length > 0) return 3;
  if (stories !== null && stories.some((await import('../story/score.ts')).isWorst)) return 1;
  const worst = LEVELS.indexOf(options.failOn);
  const levels = [
    ...credentials.map(({ level }) => level),
    ...(iam?.findings ?? []).map(({ severity }) => severity),
  ];
  return levels.some((level) => LEVELS.indexOf(level) <= worst) ? 1 : 0;
}
