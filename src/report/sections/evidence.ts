/** Evidence: every file that was read, with its hash, so that anyone can check that it is the same. */
import type { Investigation } from '../../investigate/investigation.ts';
import { bytesText, numberText, timeText } from '../../text.ts';
import { countText } from '../count-text.ts';
import type { Section } from '../document.ts';

/** Files named in documents; the JSON names all. */
const MOST_FILES = 2000;

export function evidenceSection({
  evidence,
  files,
  events,
  duplicates,
  fromMs,
  toMs,
}: Investigation): Section {
  const span = fromMs === null || toMs === null ? 'no events' : `${timeText(fromMs)} to ${timeText(toMs)}`;
  return {
    id: 'evidence',
    title: 'Evidence',
    blocks: [
      {
        kind: 'paragraph',
        text: `${countText(files, 'file')} with ${countText(events, 'event')} (${span}) were read; ${countText(duplicates, 'event')} stood there more than once and count once.`,
      },
      evidence.length === 0
        ? {
            kind: 'empty',
            text: 'No hashes were recorded: the investigation was not kept as a case, so this report alone does not prove what it rests on.',
          }
        : {
            kind: 'table',
            caption:
              evidence.length > MOST_FILES
                ? `SHA-256 of the first ${numberText(MOST_FILES)} of ${numberText(evidence.length)} files; the JSON has all`
                : 'SHA-256 of the files as they were read',
            columns: [
              { title: 'File', kind: 'code' },
              { title: 'Size', kind: 'number' },
              { title: 'Events', kind: 'number' },
              { title: 'SHA-256', kind: 'code' },
            ],
            rows: evidence
              .slice(0, MOST_FILES)
              .map((file) => [
                [{ code: file.path }],
                bytesText(file.bytes),
                numberText(file.events),
                [{ code: file.sha256 }],
              ]),
          },
    ],
  };
}
