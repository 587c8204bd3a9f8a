import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testGit } from '../../../test/support/git.ts';
import { madeUp } from '../../../test/support/made-up-credentials.ts';
import { scratchFolder } from '../../../test/support/run-keytrail.ts';
import { scanRepositories } from '../repositories.ts';
import { hostsWith, readRemotes } from './remotes.ts';
import { openRepository } from './repository.ts';

const scratch = scratchFolder();

function repository(name: string) {
  const git = testGit(path.join(scratch, name));
  mkdirSync(git.folder);
  git.run(['init', '-q', '-b', 'main']);
  return git;
}

describe('the remotes of a repository', () => {
  it('are known by their hosts, never by who signs in there', () => {
    const git = repository('hosts');
    const remotes = {
      origin: 'https://someone:token@GitHub.com:443/a/b.git',
      ssh: 'ssh://git@git.example.com:2222/a/b',
      scp: 'git@gitlab.com:a/b.git',
      'with/slash': 'https://codeberg.org/a/b',
      here: '/srv/git/a.git',
      up: '../b.git',
      drive: 'file:///srv/a.git',
    };
    for (const [name, url] of Object.entries(remotes)) git.run(['remote', 'add', name, url]);
    const found = readRemotes(openRepository(git.folder)!);
    expect(Object.fromEntries(found.hosts)).toEqual({
      origin: 'github.com',
      ssh: 'git.example.com',
      scp: 'gitlab.com',
      'with/slash': 'codeberg.org',
      here: 'folder',
      up: 'folder',
      drive: 'folder',
    });
    expect(hostsWith(found, ['refs/remotes/with/slash/main', 'refs/heads/origin/x'], null)).toEqual([
      'codeberg.org',
    ]);
  });

  it('have what was pushed to them, also when it was amended away since', async () => {
    const [bare, git] = [repository('bare'), repository('pushed')];
    bare.run(['config', 'receive.denyCurrentBranch', 'ignore']);
    git.run(['remote', 'add', 'origin', bare.folder]);
    const commit = (name: string, at: number, more: readonly string[] = []): void => {
      const { keyId, secret } = madeUp(name);
      writeFileSync(
        path.join(git.folder, '.env'),
        `aws_access_key_id=${keyId()}\naws_secret_access_key=${secret}\n`,
      );
      git.run(['add', '.env']);
      git.run(['commit', '-qm', name, ...more], { at });
    };
    commit('amended', 10);
    git.run(['push', '-q', 'origin', 'main']);
    commit('kept', 20, ['--amend', '--date=@1700000005 +0000']);
    git.run(['push', '-q', '--force', 'origin', 'main']);
    commit('local', 30);
    commit('never pushed', 40, ['--amend']);
    // As of a clone from a public host.
    git.run(['remote', 'set-url', 'origin', 'git@github.com:someone/shop.git']);
    appendFileSync(
      path.join(git.folder, '.git/config'),
      '[branch "main"]\n\turl = https://wrong.example.com/\n',
    );
    const places = new Map<string, unknown>();
    for await (const { exposures } of scanRepositories([git.folder], { salt: 's', threads: 1, cache: null }))
      for (const { keyId, place } of exposures)
        places.set(keyId!, { remotes: place.git!.remotes, dangling: place.git!.dangling });
    const of = (name: string): unknown => places.get(madeUp(name).keyId());
    expect(of('amended')).toEqual({ remotes: ['github.com'], dangling: true });
    expect(of('kept')).toEqual({ remotes: ['github.com'], dangling: false });
    expect(of('local')).toEqual({ remotes: [], dangling: true });
    expect(of('never pushed')).toEqual({ remotes: [], dangling: false });
  });

  it('tell when an author wrote what was committed later', async () => {
    const git = repository('authored');
    const { keyId, secret } = madeUp('authored');
    writeFileSync(
      path.join(git.folder, 'a'),
      `aws_access_key_id=${keyId()}\naws_secret_access_key=${secret}\n`,
    );
    git.run(['add', 'a']);
    git.run(['commit', '-qm', 'a', '--date=@1600000000 +0000'], { at: 7 });
    for await (const { exposures } of scanRepositories([git.folder], { salt: 's', threads: 1, cache: null }))
      expect(exposures[0]!.place.git).toMatchObject({
        authoredMs: 1_600_000_000_000,
        timeMs: 1_700_000_007_000,
      });
  });
});
