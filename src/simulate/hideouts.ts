/** Where intruders come from and what they work with. Honest people come from there and work with these too. */
import { boto, cli, goSdk, oldBoto, oldCli, plain, powershell } from './agents.ts';
import type { Tool } from './agents.ts';
import { addressOf, FAR_HOMES, HOMES, neighbourOf, SERVERS, VPNS } from './networks.ts';
import type { Random } from './random.ts';

export function rentedServer(random: Random): string {
  return addressOf(random.pick(SERVERS), random);
}

export function vpnExit(random: Random): string {
  return addressOf(random.pick(VPNS), random);
}

/** Servers and VPNs mostly, homes and Tor now and then. */
export function anyHideout(random: Random): string {
  const chance = random.unit();
  if (chance < 0.42) return rentedServer(random);
  if (chance < 0.74) return vpnExit(random);
  if (chance < 0.86) return addressOf(random.pick(FAR_HOMES), random);
  if (chance < 0.96) return addressOf(random.pick(HOMES), random);
  return addressOf('tor', random);
}

/** Another exit, of the same provider mostly. */
export function nextExit(address: string, random: Random): string {
  return random.chance(0.7) ? neighbourOf(address, random) : vpnExit(random);
}

/** What says nothing: the tools that everybody has. */
export function plainTool(random: Random): Tool {
  return random.pick([
    () => cli(random, 'ubuntu', 'profile'),
    () => cli(random, 'debian', 'env'),
    () => cli(random, 'windows', 'profile'),
    () => boto(random, 'ubuntu', 'code'),
    () => boto(random, 'windows', 'code'),
    () => oldBoto(random),
    () => oldCli(random, 'ubuntu'),
    () => goSdk(random, 'env'),
    () => powershell(random),
    () => plain('python-requests/2.32.3'),
  ])();
}

export function kali(random: Random): Tool {
  return cli(random, 'kali', random.pick(['profile', 'env'] as const));
}

/** Kali one time in four. */
export function shell(random: Random): Tool {
  return random.chance(0.25)
    ? kali(random)
    : cli(random, random.pick(['ubuntu', 'debian', 'windows'] as const), 'profile');
}
