/** The places of a home folder where keys lie: tools of AWS, shells, editors, assistants, and files with telling names. */
import { readdirSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import path from 'node:path';

/** Files and folders (read whole), from the home folder. */
const PLACES: readonly string[] = [
  // Tools of AWS, and of its storage
  '.aws',
  '.boto',
  '.s3cfg',
  '.passwd-s3fs',
  '.elasticbeanstalk',
  '.config/rclone',
  '.rclone.conf',
  '.mc/config.json',
  '.config/s5cmd',
  '.chalice',
  '.serverlessrc',
  'AppData/Local/AWSToolkit',
  '.local/share/AWSToolkit',
  // Shells and consoles
  '.bash_history',
  '.zsh_history',
  '.zsh_sessions',
  '.zhistory',
  '.histfile',
  '.history',
  '.sh_history',
  '.local/share/fish/fish_history',
  '.config/fish',
  '.local/share/powershell/PSReadLine',
  'AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine',
  '.python_history',
  '.node_repl_history',
  '.psql_history',
  '.mysql_history',
  '.sqlite_history',
  '.irb_history',
  '.lesshst',
  '.viminfo',
  '.local/share/nvim/shada',
  '.ipython/profile_default/history.sqlite',
  '.bashrc',
  '.bash_profile',
  '.bash_aliases',
  '.profile',
  '.zshrc',
  '.zshenv',
  '.zprofile',
  '.envrc',
  '.config/direnv',
  '.pam_environment',
  '.config/environment.d',
  '.config/systemd/user',
  // Other tools with credentials
  '.netrc',
  '_netrc',
  '.git-credentials',
  '.gitconfig',
  '.npmrc',
  '.yarnrc',
  '.pypirc',
  '.docker/config.json',
  '.config/containers/auth.json',
  '.kube/config',
  '.config/helm',
  '.terraformrc',
  '.terraform.d',
  '.pulumi',
  '.ansible',
  '.m2/settings.xml',
  '.gradle/gradle.properties',
  '.cargo/credentials.toml',
  '.jupyter',
  '.config/gh',
  '.config/filezilla',
  '.local/share/DBeaverData',
  '.duck',
  // Editors and assistants
  '.claude',
  '.claude.json',
  '.codex',
  '.gemini',
  '.copilot',
  '.continue',
  '.cursor',
  '.windsurf',
  '.codeium',
  '.aider.chat.history.md',
  '.aider.input.history',
  '.config/github-copilot',
  '.config/zed',
  '.local/share/zed',
  '.config/opencode',
  '.local/share/opencode',
  '.config/goose',
  '.config/io.datasette.llm',
  '.vscode/argv.json',
  ...['.config', 'Library/Application Support', 'AppData/Roaming'].flatMap((folder) =>
    ['Code', 'Code - Insiders', 'VSCodium', 'Cursor', 'Windsurf', 'Claude'].map((editor) =>
      editor === 'Claude' ? `${folder}/${editor}` : `${folder}/${editor}/User`,
    ),
  ),
  '.config/JetBrains',
  'Library/Application Support/JetBrains',
];

/** Names that tell of keys, wherever they lie. */
const TELLING =
  /^\.env(?:\..*)?$|\.(?:tfstate|tfvars)(?:\..*)?$|^(?:accessKeys|credentials|rootkey)\b.*\.csv$|_accessKeys\.csv$|^docker-compose.*\.ya?ml$|^\.s3cfg$|^rclone\.conf$|^aws[-_.]?credentials/i;
/** Folders that hold nobody's own files. */
const FOREIGN = new Set([
  'node_modules',
  '.git',
  '.cache',
  '.npm',
  '.cargo',
  '.rustup',
  'Library',
  'AppData',
  '.local',
]);
/** Projects lie in a folder of a folder or two. */
const DEEPEST = 5;

/** Files that AWS tools are told to use instead of those in the home folder, and other files named by variables. */
const NAMED_BY = [
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CONFIG_FILE',
  'AWS_CREDENTIAL_FILE',
  'BOTO_CONFIG',
  'HISTFILE',
  'RCLONE_CONFIG',
];

/** The files and folders to scan of a home folder, those that exist; `environment` may name more. */
export function homePlaces(
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const named = NAMED_BY.flatMap((name) => environment[name] ?? []);
  const places = PLACES.map((place) => path.join(home, place));
  const existing = [...places, ...named].filter((place) => {
    const stats = statSync(place, { throwIfNoEntry: false });
    return stats?.isFile() === true || stats?.isDirectory() === true;
  });
  return [...existing, ...tellingFiles(home)];
}

function tellingFiles(home: string): string[] {
  const found: string[] = [];
  const folders: { path: string; depth: number }[] = [{ path: home, depth: 0 }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(folder.path)) {
      const full = path.join(folder.path, entry.name);
      if (entry.isFile() && TELLING.test(entry.name)) found.push(full);
      else if (entry.isDirectory() && folder.depth < DEEPEST && !FOREIGN.has(entry.name))
        folders.push({ path: full, depth: folder.depth + 1 });
    }
  }
  return found.toSorted();
}

/** A folder that may not be opened holds no files of this user. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'ENOENT') throw error;
    return [];
  }
}
