/** Standard input and pipes as files: an investigation reads twice, and evidence must be there to be looked at again. */
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { KeytrailError } from '../error.ts';

/**
 * Writes each stream (`-`, a pipe, a device) to a new file of `folder`.
 * @throws KeytrailError when there is no room.
 */
export async function saveStreams(streams: readonly string[], folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const stream of streams) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = path.join(folder, `${Date.now()}-${files.length + 1}`);
    try {
      await pipeline(
        stream === '-' ? process.stdin : createReadStream(stream),
        createWriteStream(file, { flags: 'wx', mode: 0o600 }),
      );
    } catch (cause) {
      throw new KeytrailError(
        `cannot keep ${stream === '-' ? 'standard input' : stream}: ${(cause as Error).message}`,
        {
          hint: 'It is read twice, so it is kept meanwhile: make room, or save it to a file yourself.',
          cause,
        },
      );
    }
    files.push(file);
  }
  return files;
}
