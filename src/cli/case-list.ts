/** Lists the cases in a folder. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { CaseFolder } from '../case/case-folder.ts';
import { KeytrailError } from '../error.ts';
import type { CaseOptions } from './case.ts';
import { gravestBand } from './show/bands.ts';
import { openOutput } from './output.ts';
import { tableText } from './show/table.ts';
import { clean, jsonText, numberText } from './show/text.ts';

interface Listed {
  readonly path: string;
  readonly created: string;
  readonly files: number;
  readonly events: number;
  /** `null` while nothing was judged. */
  readonly incidents: number | null;
  readonly band: string;
}

export async function listCases(folder: string, options: CaseOptions): Promise<void> {
  const cases = foldersIn(folder).filter((each) => CaseFolder.exists(each));
  const rows = cases.map(listed);
  const output = openOutput(undefined);
  if (options.json === true) await output.write(`${jsonText(rows)}\n`);
  else if (rows.length === 0) await output.write(`No case in ${clean(folder)}.\n`);
  else await output.write(`${tableOf(rows, output.columns)}\n`);
  await output.close();
}

/** The folder itself and those in it. */
function foldersIn(folder: string): string[] {
  if (!existsSync(folder))
    throw new KeytrailError(`no such folder: ${folder}`, { hint: 'Give the folder that holds the cases.' });
  const inside = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name))
    .toSorted((a, b) => (a < b ? -1 : 1));
  return [folder, ...inside];
}

function listed(folder: string): Listed {
  const found = CaseFolder.open(folder);
  const evidence = found.evidence();
  const result = found.hasInvestigation ? found.investigation() : undefined;
  return {
    path: folder,
    created: found.file.created,
    files: evidence.length,
    events: evidence.reduce((sum, row) => sum + row.events, 0),
    incidents: result === undefined ? null : result.incidents.length,
    band: result === undefined ? '' : (gravestBand(result.incidents) ?? ''),
  };
}

function tableOf(rows: readonly Listed[], columns: number | undefined): string {
  return tableText(
    [
      { title: 'case', flexible: true },
      { title: 'made (UTC)' },
      { title: 'files', right: true },
      { title: 'events', right: true },
      { title: 'incidents', right: true },
      { title: 'gravest' },
    ],
    rows.map((row) => [
      clean(row.path),
      row.created.slice(0, 16).replace('T', ' '),
      numberText(row.files),
      numberText(row.events),
      row.incidents === null ? 'not judged' : numberText(row.incidents),
      row.band,
    ]),
    columns,
  );
}
