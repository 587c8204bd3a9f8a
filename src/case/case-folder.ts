/** A case: a folder that holds what was read, what was found in it, and what was done with it. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import { gunzipSync, gzipSync } from 'node:zlib';
import { KeytrailError } from '../error.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { isAuditRecord } from '../story/audit-record.ts';
import type { AuditRecord } from '../story/audit-record.ts';
import { appendLine, cannotWrite, writeAtomically } from './atomic-file.ts';
import { CASE_FORMAT, readCaseFile } from './case-file.ts';
import type { CaseFile } from './case-file.ts';
import { evidenceLines, readEvidenceLines } from './evidence-row.ts';
import type { EvidenceRow } from './evidence-row.ts';
import { lockCase } from './lock.ts';
import type { Lock } from './lock.ts';
import type { EvidenceState } from './verify.ts';

const CASE = 'case.json';
const EVIDENCE = 'evidence.ndjson';
const RECORDS = 'records.bin';
/** What is in a folder before it has its case file: a lock, the place of the parts, a half-written file. */
const BEGUN = /^(?:lock|parts|case\.json\.partial)(?:\.|$)/;
const RESULT = 'investigation.json';
/** What audits found that were joined with the case. */
export const AUDIT = 'audit.json';
const JOURNAL = 'journal.ndjson';
const PARTS = 'parts';

/** What a run says about itself: when, what it was asked, what came of it. */
export interface JournalEntry {
  /** RFC 3339. */
  readonly time: string;
  readonly run: number;
  readonly what: 'started' | 'read' | 'judged' | 'reported' | 'audited';
  readonly [detail: string]: string | number | readonly string[];
}

export class CaseFolder {
  readonly path: string;
  readonly file: CaseFile;

  private constructor(folder: string, file: CaseFile) {
    this.path = folder;
    this.file = file;
  }

  /**
   * Opens a case.
   * @throws KeytrailError when there is none, or it cannot be read by this version.
   */
  static open(folder: string): CaseFolder {
    const file = path.join(folder, CASE);
    if (!existsSync(file))
      throw new KeytrailError(`no case in ${folder}`, {
        hint: 'A case is made by: keytrail investigate PATH… --case DIR',
      });
    return new CaseFolder(folder, readCaseFile(readFileSync(file, 'utf8'), file));
  }

  /** Whether the folder holds a case. */
  static exists(folder: string): boolean {
    return existsSync(path.join(folder, CASE));
  }

  /**
   * Makes a case in a folder that is new or empty, or in which making one was ended by force.
   * @throws KeytrailError when something else is in it.
   */
  static create(folder: string, made: Omit<CaseFile, 'format'>): CaseFolder {
    const file: CaseFile = { format: CASE_FORMAT, ...made };
    const found = statSync(folder, { throwIfNoEntry: false });
    const isFree =
      found === undefined || (found.isDirectory() && readdirSync(folder).every((name) => BEGUN.test(name)));
    if (!isFree)
      throw new KeytrailError(`${folder} is no case, and not empty`, {
        hint: 'Give --case a new folder, or that of a case.',
      });
    makeFolder(path.join(folder, PARTS));
    writeAtomically(path.join(folder, CASE), [`${JSON.stringify(file, null, 2)}\n`]);
    return new CaseFolder(folder, file);
  }

  lock(): Lock {
    return lockCase(this.path);
  }

  /** The files that were read. */
  evidence(): EvidenceRow[] {
    const file = this.#at(EVIDENCE);
    return existsSync(file) ? readEvidenceLines(readFileSync(file, 'utf8'), file) : [];
  }

  /**
   * Adds what was found in some files. Only when the evidence names them, at the end, are they part of the case; a run
   * that breaks off before leaves it as it was.
   *
   * @param found plain data, as threads send it
   * @param seen hashes of all events read so far, see `SeenEvents.hashes`
   */
  addPart(found: unknown, rows: readonly Omit<EvidenceRow, 'part'>[], seen: Uint32Array): void {
    const evidence = this.evidence();
    const part = 1 + lastPart(evidence);
    writeAtomically(this.#part(part), [packed(found)]);
    writeAtomically(this.#seen(part), [Buffer.from(seen.buffer, seen.byteOffset, seen.byteLength)]);
    const added = [...evidence, ...rows.map((row) => ({ ...row, part }))];
    writeAtomically(this.#at(EVIDENCE), evidenceLines(added));
    rmSync(this.#seen(part - 1), { force: true });
  }

  /** What was found in the files of each part. */
  *parts(): Generator {
    const numbers = [...new Set(this.evidence().map((row) => row.part))].toSorted((a, b) => a - b);
    for (const part of numbers) yield unpacked(this.#part(part));
  }

  /** Hashes of all events read so far. */
  seen(): Uint32Array {
    const last = lastPart(this.evidence());
    if (last === 0) return new Uint32Array(0);
    const file = this.#seen(last);
    if (!existsSync(file)) throw damaged(file, undefined);
    const bytes = readFileSync(file);
    const whole = bytes.length - (bytes.length % 8);
    return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + whole));
  }

  /** Keeps the records of compromised credentials, so that they need not be read again. */
  saveRecords(records: unknown): void {
    writeAtomically(this.#at(RECORDS), [packed(records)]);
  }

  /** Undefined when none were kept. */
  records(): unknown {
    const file = this.#at(RECORDS);
    return existsSync(file) ? unpacked(file) : undefined;
  }

  saveInvestigation(investigation: Investigation): void {
    writeAtomically(this.#at(RESULT), [`${JSON.stringify(investigation, null, 1)}\n`]);
  }

  /** Whether anything was judged yet. */
  get hasInvestigation(): boolean {
    return existsSync(this.#at(RESULT));
  }

  /** @throws KeytrailError when nothing was judged yet. */
  investigation(): Investigation {
    const file = this.#at(RESULT);
    if (!this.hasInvestigation)
      throw new KeytrailError(`the case in ${this.path} has no result yet`, {
        hint: `Run keytrail investigate --case ${this.path} again: it goes on where it was ended.`,
      });
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Investigation;
    } catch (cause) {
      throw damaged(file, cause);
    }
  }

  /**
   * Keeps what audits found. The journal gets its hash first: whenever a run ends by force, the file is one that the
   * journal knows.
   */
  saveAudit(
    record: AuditRecord,
    entry: { readonly time: string; readonly run: number; readonly searched: string; readonly keys: number },
  ): void {
    const text = `${JSON.stringify(record, null, 1)}\n`;
    this.note({ ...entry, what: 'audited', sha256: sha256Of(text) });
    writeAtomically(this.#at(AUDIT), [text]);
  }

  /**
   * What audits found; undefined when none was joined with the case.
   * @throws KeytrailError when the file is damaged, or newer than this program.
   */
  audit(): AuditRecord | undefined {
    const file = this.#at(AUDIT);
    if (!existsSync(file)) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(readFileSync(file, 'utf8'));
    } catch (cause) {
      throw damagedAudit(file, cause);
    }
    if (!isAuditRecord(value)) throw damagedAudit(file, undefined);
    return value;
  }

  /** Whether the file of the audits is one that the journal has the hash of; undefined when there never was one. */
  auditState():
    | { readonly state: EvidenceState; readonly expected: string; readonly found: string }
    | undefined {
    const hashes = this.journal().flatMap(({ what, sha256 }) =>
      what === 'audited' && typeof sha256 === 'string' ? [sha256] : [],
    );
    const file = this.#at(AUDIT);
    const found = existsSync(file) ? sha256Of(readFileSync(file)) : '';
    const expected = hashes.at(-1) ?? '';
    if (found === '') return hashes.length === 0 ? undefined : { state: 'missing', expected, found };
    return { state: hashes.includes(found) ? 'intact' : 'changed', expected, found };
  }

  /** Writes a file for people, such as a report, and returns its path. */
  writeReport(name: string, text: string): string {
    const file = this.#at(name);
    writeAtomically(file, [text]);
    return file;
  }

  note(entry: JournalEntry): void {
    appendLine(this.#at(JOURNAL), JSON.stringify(entry));
  }

  journal(): JournalEntry[] {
    const file = this.#at(JOURNAL);
    if (!existsSync(file)) return [];
    // A line that a crash cut short says nothing; what it would have said did not happen.
    return readFileSync(file, 'utf8').split('\n').flatMap(entryOf);
  }

  /** When the result was reached, in milliseconds since 1970 (UTC). */
  judgedMs(): number {
    const judged = this.journal().findLast(({ what }) => what === 'judged');
    return Date.parse(judged?.time ?? this.file.created);
  }

  #at(name: string): string {
    return path.join(this.path, name);
  }

  #seen(part: number): string {
    return this.#at(path.join(PARTS, `${numbered(part)}.seen`));
  }

  #part(number: number): string {
    return this.#at(path.join(PARTS, `${numbered(number)}.bin`));
  }
}

function lastPart(evidence: readonly EvidenceRow[]): number {
  return evidence.reduce((last, row) => Math.max(last, row.part), 0);
}

function numbered(part: number): string {
  return String(part).padStart(4, '0');
}

/** Removes files that a run which was ended by force left half-written. */
export function removePartial(folder: string): void {
  for (const place of [folder, path.join(folder, PARTS)]) {
    if (!existsSync(place)) continue;
    for (const name of readdirSync(place))
      if (name.endsWith('.partial')) rmSync(path.join(place, name), { force: true });
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

function packed(value: unknown): Uint8Array {
  return gzipSync(v8.serialize(value), { level: 1 });
}

function unpacked(file: string): unknown {
  try {
    return v8.deserialize(gunzipSync(readFileSync(file)));
  } catch (cause) {
    throw damaged(file, cause);
  }
}

function damaged(file: string, cause: unknown): KeytrailError {
  return new KeytrailError(`${file} is damaged, or was written by a newer Node`, {
    hint: 'Restore the case folder from a copy, or make a new case from the logs.',
    cause,
  });
}

function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function damagedAudit(file: string, cause: unknown): KeytrailError {
  return new KeytrailError(`${file} is damaged, or was written by a newer version of Keytrail`, {
    hint: 'Delete it, and run the audits again with --case.',
    cause,
  });
}

function entryOf(line: string): JournalEntry[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as JournalEntry];
  } catch {
    return [];
  }
}
