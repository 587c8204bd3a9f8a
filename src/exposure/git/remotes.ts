/** Which other places a repository was copied to: an object that a remote has is out of this machine's hands. */
import path from 'node:path';
import { filesBelow } from './refs.ts';
import type { Repository } from './repository.ts';
import { readText } from './repository.ts';

/** Where remotes are, and what they once had. */
export interface Remotes {
  /** Host of each remote by its name: `github.com`, or `folder` for one on this machine. */
  readonly hosts: ReadonlyMap<string, string>;
  /** Names of remotes by commits that their branches once were at, as the logs of their refs tell. */
  readonly once: ReadonlyMap<string, ReadonlySet<string>>;
}

const REMOTE_REF = /^refs\/remotes\/(.+)$/;

/** Reads the remotes of a repository, and the logs that git keeps of their branches. */
export function readRemotes({ commonFolder }: Repository): Remotes {
  const hosts = hostsIn(readText(path.join(commonFolder, 'config')) ?? '');
  const once = new Map<string, Set<string>>();
  const logs = path.join(commonFolder, 'logs', 'refs', 'remotes');
  for (const file of filesBelow(logs)) {
    const ref = path.relative(logs, file).split(path.sep).join('/');
    const remote = remoteOf(`refs/remotes/${ref}`, hosts);
    if (remote === undefined) continue;
    for (const [, before, after] of (readText(file) ?? '').matchAll(
      /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) /gm,
    ))
      for (const commit of [before!, after!]) {
        const known = once.get(commit);
        if (known === undefined) once.set(commit, new Set([remote]));
        else known.add(remote);
      }
  }
  return { hosts, once };
}

/** Hosts of the remotes that have something that these refs lead to, or had the commit; distinct, by name. */
export function hostsWith(
  { hosts, once }: Remotes,
  refs: readonly string[],
  commit: string | null,
): string[] {
  const names = new Set(refs.flatMap((ref) => remoteOf(ref, hosts) ?? []));
  if (commit !== null) for (const name of once.get(commit) ?? []) names.add(name);
  return [...new Set([...names].map((name) => hosts.get(name)!))].toSorted();
}

/** The remote that a ref follows. Names of remotes may hold slashes, so the longest that fits is meant. */
function remoteOf(ref: string, hosts: ReadonlyMap<string, string>): string | undefined {
  const rest = REMOTE_REF.exec(ref)?.[1];
  if (rest === undefined) return undefined;
  return [...hosts.keys()]
    .filter((name) => rest.startsWith(`${name}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

function hostsIn(config: string): Map<string, string> {
  const hosts = new Map<string, string>();
  let remote: string | undefined;
  for (const line of config.split('\n')) {
    const section = /^\s*\[(?:remote\s+"(.*)"|.*)\]/i.exec(line);
    if (section !== null) remote = section[1];
    const url = /^\s*url\s*=\s*(\S.*?)\s*$/i.exec(line)?.[1];
    if (url !== undefined && remote !== undefined && !hosts.has(remote)) hosts.set(remote, hostOf(url));
  }
  return hosts;
}

/**
 * The host of a remote's address, never who signs in there: `https://user:token@host/…`, `ssh://git@host:22/…`,
 * `git@host:path`; anything else is a folder. https://git-scm.com/docs/git-fetch#_git_urls
 */
function hostOf(url: string): string {
  const text = url.replace(/^"(.*)"$/, '$1');
  const host =
    /^(?:https?|ssh|git|ftps?|git\+ssh):\/\/(?:[^/]*@)?(\[[^\]/]*\]|[^/:]*)/i.exec(text)?.[1] ??
    /^(?:[^@/:]*@)?([A-Za-z0-9][A-Za-z0-9.-]+):(?!\/\/)/.exec(text)?.[1];
  return host === undefined || host === '' ? 'folder' : host.toLowerCase();
}
