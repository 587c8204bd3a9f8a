// Runs a command and measures it from outside: time, processor time, memory, and what else the machine did meanwhile.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** Clock ticks a second in /proc; the same on every Linux that Node runs on. */
const TICKS = 100;
const POLL_MS = 20;
/** More than this share of one processor used by others (or stolen by the host) makes a run doubtful. */
const NOISE = 0.12;
const MOST_REDOS = 2;
const QUIET_SAMPLE_MS = 300;
/** What all runs together may spend on a machine that does not get quiet. */
const patience = { redos: 20, waitMs: 120_000 };

const onLinux = process.platform === 'linux';

/**
 * Runs a command once.
 *
 * @param accepted exit codes that are fine.
 * @returns `{ seconds, cpuSeconds, peakMb, noise, stdout }`. Seconds count from the start of the process to its end.
 *   Memory is the resident peak of the process with its children, in 10^6 bytes; noise is the number of processors
 *   that others kept busy. Outside Linux the last three are null.
 * @throws {Error} when the command fails.
 */
export async function measure(command, { accepted = [0] } = {}) {
  const before = machine();
  const start = process.hrtime.bigint();
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  const memory = watchMemory(child.pid);
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code, signal] = await once(child, 'exit');
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const peakMb = memory.stop();
  const after = machine();
  const [stdout, stderr] = await output;
  if (!accepted.includes(code))
    throw new Error(`${command.join(' ')} ended with ${code ?? signal}\n${stderr}`);
  return { seconds, peakMb, stdout, ...spent(before, after, seconds) };
}

/** Waits for a quiet moment, runs, and runs again (a few times at most) when others were busy meanwhile. */
export async function measureQuietly(command, options) {
  let best;
  for (let tries = 0; tries <= MOST_REDOS; tries++) {
    await quiet();
    const run = await measure(command, options);
    if (best === undefined || run.noise < best.noise) best = run;
    if (!isNoisy(best) || patience.redos === 0) break;
    patience.redos--;
  }
  return best;
}

export function isNoisy({ noise }) {
  return noise !== null && noise > NOISE;
}

async function quiet() {
  if (!onLinux) return;
  for (; patience.waitMs > 0; patience.waitMs -= QUIET_SAMPLE_MS) {
    const before = machine();
    await sleep(QUIET_SAMPLE_MS);
    if (spent(before, machine(), QUIET_SAMPLE_MS / 1000).noise <= NOISE) return;
  }
}

/** Ticks used so far: by children that have ended, by this process, and by the whole machine. */
function machine() {
  if (!onLinux) return null;
  const own = readFileSync('/proc/self/stat', 'utf8');
  const [utime, stime, cutime, cstime] = own
    .slice(own.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
  const all = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].split(/\s+/).slice(1, 9).map(Number);
  const [user, nice, system, , , irq, softirq, steal] = all;
  return {
    children: cutime + cstime,
    self: utime + stime,
    busy: user + nice + system + irq + softirq + steal,
  };
}

function spent(before, after, seconds) {
  if (before === null) return { cpuSeconds: null, noise: null };
  const children = after.children - before.children;
  const others = after.busy - before.busy - children - (after.self - before.self);
  return { cpuSeconds: children / TICKS, noise: Math.max(0, others) / TICKS / seconds };
}

/** Follows the resident memory of a process and its children; `stop` gives the peak. */
function watchMemory(pid) {
  if (!onLinux) return { stop: () => null };
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, residentKb(pid));
  };
  const timer = setInterval(look, POLL_MS);
  look();
  return {
    stop() {
      clearInterval(timer);
      return (peak * 1024) / 1e6;
    },
  };
}

/** The kernel keeps a process's own peak, so that nothing between two looks is missed. */
function residentKb(pid) {
  try {
    const [, peak] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [0, 0];
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return Number(peak) + children.filter(Boolean).reduce((total, child) => total + residentKb(child), 0);
  } catch {
    return 0;
  }
}
