/** Reads the API catalogue from the file beside this code: the build copies `catalogue.txt` next to it. */
import { readFileSync } from 'node:fs';
import { builtFile } from '../built-file.ts';
import type { Catalogue } from './catalogue.ts';
import { parseCatalogue } from './catalogue.ts';

/**
 * The catalogue of this version of Keytrail, read anew on every call (about 275 KB).
 *
 * @throws KeytrailError when the file is damaged, and the system's error when it is missing
 */
export function readCatalogue(): Catalogue {
  return parseCatalogue(readFileSync(builtFile('cloudtrail/catalogue.txt'), 'utf8'));
}
