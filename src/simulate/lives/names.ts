/** Names of people who do not exist. */
import type { Random } from '../random.ts';

const FIRST = [
  'ada',
  'ben',
  'chidi',
  'dana',
  'elif',
  'farid',
  'greta',
  'hugo',
  'ines',
  'jonas',
  'kira',
  'liam',
  'mina',
  'noor',
  'olga',
  'pavel',
];
const LAST = [
  'abel',
  'brandt',
  'costa',
  'diaz',
  'evans',
  'fischer',
  'gruber',
  'haas',
  'ivers',
  'jansen',
  'kaya',
  'lopez',
];

export function personName(random: Random): string {
  return `${random.pick(FIRST)}.${random.pick(LAST)}`;
}
