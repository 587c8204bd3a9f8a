/** Accounts of the made-up organisation, with what is in them. */
import type { Random } from './random.ts';

export interface Role {
  readonly name: string;
  /** `/` or a folder such as `/aws-reserved/sso.amazonaws.com/`. */
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly account: Account;
  readonly admin: boolean;
  /** Whether users of the organisation may take it. Others are for services or come through single sign-on. */
  readonly assumable: boolean;
}

export interface Account {
  readonly id: string;
  readonly name: string;
  /** Its home region first. */
  readonly regions: readonly string[];
  readonly buckets: readonly string[];
  readonly instances: readonly string[];
  readonly functions: readonly string[];
  readonly tables: readonly string[];
  readonly secrets: readonly string[];
  readonly databases: readonly string[];
  readonly queues: readonly string[];
  /** Whether the trail records reads and writes of objects. */
  readonly dataEvents: boolean;
  readonly roles: Role[];
}

const NAMES = ['production', 'staging', 'data', 'shared', 'sandbox', 'billing', 'media', 'archive'];
const HOMES = ['eu-central-1', 'eu-west-1', 'us-east-1'];
const THINGS = [
  'orders',
  'invoices',
  'catalog',
  'search',
  'events',
  'reports',
  'images',
  'users',
  'ledger',
  'exports',
];

/** The account with this number: 0, 1, … */
export function makeAccount(n: number, random: Random): Account {
  const name = NAMES[n] ?? `team${n}`;
  const home = HOMES[n % HOMES.length] ?? 'eu-central-1';
  const id = `1111${String(2222 + n * 1111).padStart(4, '0')}${String(3333 + n * 101).padStart(4, '0')}`;
  const things = (count: number, form: (thing: string) => string): string[] =>
    random.some(THINGS, count).map(form);
  return {
    id,
    name,
    regions: [home, 'us-east-1', 'eu-west-1', 'us-west-2'].filter((each, k, all) => all.indexOf(each) === k),
    buckets: things(6, (thing) => `example-${name}-${thing}`),
    instances: Array.from({ length: 6 }, () => `i-0${random.hex(16)}`),
    functions: things(5, (thing) => `${thing}-handler`),
    tables: things(4, (thing) => `${name}-${thing}`),
    secrets: things(6, (thing) => `${name}/${thing}/credentials`),
    databases: things(3, (thing) => `${name}-${thing}`),
    queues: things(4, (thing) => `${thing}-jobs`),
    dataEvents: n % 2 === 0,
    roles: [],
  };
}

/** Adds a role to an account. */
export function addRole(
  account: Account,
  random: Random,
  {
    name,
    path = '/',
    admin = false,
    assumable = false,
  }: { name: string; path?: string; admin?: boolean; assumable?: boolean },
): Role {
  const role: Role = {
    name,
    path,
    id: `AROA${random.base32(10)}EXAMPLE`,
    arn: `arn:aws:iam::${account.id}:role${path}${name}`,
    account,
    admin,
    assumable,
  };
  account.roles.push(role);
  return role;
}

/** The roles of an account that its users may take. */
export function assumableRoles(account: Account): Role[] {
  return account.roles.filter((role) => role.assumable);
}
