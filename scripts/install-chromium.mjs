/**
 * Gets the browser that tests of HTML reports run in (test/report-browser.test.ts): Debian's own package, where one may
 * install it. Says what to do where not; the tests are then skipped and say so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

function run(command, ...args) {
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

const found =
  process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((place) => existsSync(place));
if (found !== undefined) {
  process.stdout.write(`Chromium is there: ${found}\n`);
} else if (
  process.getuid?.() === 0 &&
  existsSync('/usr/bin/apt-get') &&
  run('apt-get', 'update', '-qq') &&
  run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation')
) {
  process.stdout.write('Chromium was installed.\n');
} else {
  process.stdout.write(
    'Chromium could not be installed here. Install it, or name it in CHROMIUM; until then the tests of reports in a browser are skipped.\n',
  );
}
