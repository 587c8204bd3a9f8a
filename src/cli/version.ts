/** The version of this package. */
import { createRequire } from 'node:module';

const about = createRequire(import.meta.url)('../../package.json') as { readonly version: string };

export const version: string = about.version;
