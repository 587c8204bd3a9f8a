/** Networks that people, machines and intruders of the made-up organisation come from: real blocks of real providers. */
import type { Random } from './random.ts';

/** First two or three numbers of their addresses, by provider. Nobody there has anything to do with what is made up here. */
const BLOCKS = {
  // Access at home and on the road.
  telekom: ['79.200', '87.140', '91.10'],
  vodafone: ['88.66', '178.2'],
  bt: ['86.140', '86.150'],
  virgin: ['82.3', '86.2'],
  orange: ['90.20', '86.195'],
  free: ['82.64', '88.120'],
  comcast: ['73.30', '73.93', '98.207'],
  charter: ['72.224', '76.90'],
  kpn: ['77.160', '86.80'],
  telkomIndonesia: ['36.80', '180.245'],
  airtel: ['122.161'],
  claroBrasil: ['177.32', '189.6'],
  viettel: ['27.66'],
  vimpelcom: ['95.24'],
  tmobileUs: ['172.56', '172.58'],
  // Lines of offices.
  cogent: ['38.104', '38.122'],
  colt: ['217.110'],
  lumen: ['4.14', '4.34'],
  zscaler: ['165.225.72', '165.225.80', '165.225.200'],
  // Clouds and rented servers.
  azure: ['20.57', '20.84', '52.176', '13.86', '40.76', '20.109', '172.183', '4.227'],
  google: ['34.83', '34.141'],
  awsFrankfurt: ['3.120', '18.184', '52.28', '35.156'],
  awsIreland: ['34.240', '54.72', '52.208'],
  awsVirginia: ['3.80', '54.144', '34.200', '44.192'],
  digitalocean: ['167.99', '159.89', '178.62', '138.68', '165.22'],
  hetzner: ['95.216', '116.203', '159.69', '65.108'],
  ovh: ['51.75', '54.36', '51.68'],
  linode: ['172.104', '139.162', '172.105'],
  vultr: ['45.76', '149.28', '45.77'],
  contabo: ['161.97.70', '161.97.130', '144.91.70', '144.91.100'],
  // Exits that hide who is behind them.
  m247: ['146.70', '37.120.137', '37.120.200'],
  datacamp: ['89.187.165', '89.187.175', '138.199.20', '138.199.50', '143.244.45'],
  mullvad: ['193.138.218', '185.213.154'],
  proton: ['185.159.157'],
  tor: ['185.220.101', '23.129.64'],
} as const;

export type Provider = keyof typeof BLOCKS;

export const HOMES: readonly Provider[] = [
  'telekom',
  'vodafone',
  'bt',
  'virgin',
  'orange',
  'free',
  'comcast',
  'charter',
  'kpn',
];
export const FAR_HOMES: readonly Provider[] = [
  'telkomIndonesia',
  'airtel',
  'claroBrasil',
  'viettel',
  'vimpelcom',
];
export const SERVERS: readonly Provider[] = [
  'hetzner',
  'digitalocean',
  'ovh',
  'linode',
  'vultr',
  'contabo',
  'google',
];
export const VPNS: readonly Provider[] = ['m247', 'datacamp', 'mullvad', 'proton'];

/** An address of the provider that a host can have. */
export function addressOf(provider: Provider, random: Random): string {
  const parts = random.pick(BLOCKS[provider]).split('.');
  while (parts.length < 4) parts.push(String(random.between(1, 254)));
  return parts.join('.');
}

/** Another address of the same /24: what a small pool of exits gives. */
export function neighbourOf(address: string, random: Random): string {
  return `${address.slice(0, address.lastIndexOf('.'))}.${random.between(1, 254)}`;
}

/** An IPv6 address of Deutsche Telekom, whose last half changes with every connection. */
export function privacyAddress(prefix: string, random: Random): string {
  const group = (): string => random.between(0x1000, 0xffff).toString(16);
  return `2003:e7:${prefix}:${group()}:${group()}:${group()}:${group()}`;
}
