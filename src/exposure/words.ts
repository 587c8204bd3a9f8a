/** How credentials and their places are told in words. */
import type { ExposedCredential } from './credentials.ts';
import type { ExposureKind, Place } from './exposure.ts';

export const KIND_WORDS: { readonly [kind in ExposureKind]: string } = {
  pair: 'access key with its secret',
  'key-id': 'access key ID',
  secret: 'secret access key',
  session: 'temporary key with its session token',
  'bedrock-key': 'Bedrock API key',
  'smtp-password': 'SES SMTP password',
};

/** What a credential is called: its ID, or the end of its secret. */
export function nameOf({ keyId, secretHint }: ExposedCredential): string {
  return keyId ?? `…${secretHint}`;
}

/** A place in one line: `folder/file:12`, `image.tar!layer sha256:…!app/.env:3`, `repo@1a2b3c4d:file:12`. */
export function placeText({ path, inside, line, git }: Place): string {
  const at = line === null ? '' : `:${line}`;
  if (git === null) return `${[path, ...inside].join('!')}${at}`;
  const where = git.commit === null ? `${git.type} ${git.object.slice(0, 10)}` : git.commit.slice(0, 10);
  const file = git.file === null ? ` (${git.type})` : `:${git.file}${at}`;
  return `${path}@${where}${file}`;
}

/** What git knows of a place: since when, by whom, and whether it is still reached. */
export function historyText({ git }: Place): string {
  if (git === null) return '';
  const since = git.timeMs === null ? '' : `since ${new Date(git.timeMs).toISOString().slice(0, 10)}`;
  const by = git.author === null ? '' : `by ${git.author}`;
  const state = git.dangling
    ? 'dangling: no ref leads to it'
    : git.atHead
      ? 'still at HEAD'
      : 'not at HEAD any more';
  return [since, by, state].filter((part) => part !== '').join(', ');
}
