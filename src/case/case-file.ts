/** `case.json`: which format a case folder has, and what every run on it must have in common. */
import { isJsonObject } from '../json.ts';
import type { Json } from '../json.ts';
import { KeytrailError } from '../error.ts';

/** Goes up when a folder written now could not be read before, or one written before cannot be read now. */
export const CASE_FORMAT = 2;

/** Times in milliseconds since 1970 (UTC), `null` for no limit; empty lists want all. */
export interface CaseWish {
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

export interface CaseFile {
  readonly format: number;
  /** RFC 3339. */
  readonly created: string;
  /** Version of Keytrail that made it. */
  readonly version: string;
  /** Hash over what events are judged by: version, rules, files of networks. */
  readonly basis: string;
  readonly wish: CaseWish;
}

/**
 * Reads the text of a `case.json`.
 *
 * @throws KeytrailError when it is none, or of another format than this program's.
 */
export function readCaseFile(text: string, file: string): CaseFile {
  const value = parsed(text);
  if (!isJsonObject(value) || typeof value['format'] !== 'number')
    throw new KeytrailError(`${file} is damaged or belongs to another program`, {
      hint: 'Give the folder of a case, or a new one.',
    });
  if (value['format'] !== CASE_FORMAT)
    throw new KeytrailError(
      `${file} has format ${value['format']}, this version of Keytrail reads format ${CASE_FORMAT}`,
      {
        hint: `It was made by Keytrail ${JSON.stringify(value['version'])}: use that version, or make a new case of the same logs.`,
      },
    );
  return value as unknown as CaseFile;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
