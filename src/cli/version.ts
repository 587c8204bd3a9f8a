/** The version of this package. */
import { readFileSync } from 'node:fs';
import { packageFile } from '../built-file.ts';

const about = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { readonly version: string };

export const version: string = about.version;
