/** What logs suggest an organisation may know about itself: a draft for a person to judge, never a verdict. */
import type { Activity, Context, Dimension } from '../activity/activity.ts';
import type { SuggestFound } from './suggest-task.ts';

export interface SuggestedNetwork {
  /** An address for offices, an AS number for build systems. */
  readonly block: string;
  readonly days: number;
  readonly subjects: readonly string[];
  readonly countries: readonly string[];
}

export interface SuggestedScanner {
  /** ARN of who calls. */
  readonly principal: string;
  readonly apis: number;
  readonly services: number;
  readonly days: number;
}

export interface SuggestedVendor {
  readonly account: string;
  readonly roles: readonly string[];
}

export interface Suggestion {
  readonly accounts: readonly string[];
  /** Used by several subjects on many days: offices, VPNs. */
  readonly offices: readonly SuggestedNetwork[];
  /** Rented networks that one tool uses from ever new addresses, day after day: build systems. */
  readonly builds: readonly SuggestedNetwork[];
  readonly scanners: readonly SuggestedScanner[];
  readonly vendors: readonly SuggestedVendor[];
}

/** An office is used by so many subjects on so many days. */
const OFFICE = { subjects: 2, days: 3 };
/** A build system has so many addresses on so many days. */
const BUILD = { addresses: 5, days: 3 };
/** A scanner reads so many things of so many services on so many days, and hardly anything else. */
const SCANNER = { apis: 60, services: 12, days: 3, reads: 0.95 };
/** So many of each are worth a person's time. */
const MOST = 30;

const RENTED = new Set(['cloud', 'hosting', 'aws', 'vpn', 'tor']);

/** Drafts what may be known, from what the threads found. */
export function suggestionOf(activity: Activity, found: readonly SuggestFound[]): Suggestion {
  const contexts = [...activity.contexts.values()];
  return {
    accounts: distinct(found.flatMap((each) => each.accounts)),
    offices: officesIn(contexts),
    builds: buildsIn(contexts),
    scanners: scannersIn(contexts),
    vendors: vendorsIn(found),
  };
}

function officesIn(contexts: readonly Context[]): SuggestedNetwork[] {
  const places = new Map<string, Gathered>();
  for (const context of contexts) {
    const { values } = context;
    if (namesOf(values, 'kind').some((kind) => RENTED.has(kind))) continue;
    for (const [address, seen] of values.get('address') ?? [])
      gather(places, address, context, seen.days, namesOf(values, 'country'));
  }
  return listed(places, ({ subjects, days }) => subjects.size >= OFFICE.subjects && days.size >= OFFICE.days);
}

function buildsIn(contexts: readonly Context[]): SuggestedNetwork[] {
  const places = new Map<string, Gathered>();
  for (const context of contexts) {
    const { values, seen, network } = context;
    if (!namesOf(values, 'kind').some((kind) => RENTED.has(kind)) || !network.startsWith('AS')) continue;
    if ((values.get('address')?.size ?? 0) < BUILD.addresses) continue;
    gather(places, network, context, seen.days, namesOf(values, 'country'));
  }
  return listed(places, ({ days }) => days.size >= BUILD.days);
}

interface Gathered {
  readonly subjects: Set<string>;
  readonly days: Set<number>;
  readonly countries: Set<string>;
}

function gather(
  places: Map<string, Gathered>,
  place: string,
  { subject }: Context,
  days: readonly number[],
  countries: readonly string[],
): void {
  let at = places.get(place);
  if (at === undefined)
    places.set(place, (at = { subjects: new Set(), days: new Set(), countries: new Set() }));
  at.subjects.add(subject);
  for (const day of days) at.days.add(day);
  for (const country of countries) at.countries.add(country);
}

function listed(
  places: ReadonlyMap<string, Gathered>,
  isWanted: (place: Gathered) => boolean,
): SuggestedNetwork[] {
  return [...places]
    .filter(([, place]) => isWanted(place))
    .map(([block, { subjects, days, countries }]) => ({
      block,
      days: days.size,
      subjects: distinct([...subjects]),
      countries: distinct([...countries]),
    }))
    .toSorted((a, b) => b.subjects.length - a.subjects.length || b.days - a.days || byText(a.block, b.block))
    .slice(0, MOST);
}

function scannersIn(contexts: readonly Context[]): SuggestedScanner[] {
  const principals = new Map<string, { apis: Set<string>; days: Set<number> }>();
  for (const { subject, seen, values } of contexts) {
    // A key belongs to one user; a role's sessions have as many names as there are sessions.
    const principal = subject.startsWith('arn:') ? subject : namesOf(values, 'principal')[0];
    if (principal === undefined) continue;
    let of = principals.get(principal);
    if (of === undefined) principals.set(principal, (of = { apis: new Set(), days: new Set() }));
    for (const dimension of ['api', 'denied'] as const)
      for (const api of namesOf(values, dimension)) of.apis.add(api);
    for (const day of seen.days) of.days.add(day);
  }
  return [...principals]
    .map(([principal, { apis, days }]) => ({
      principal,
      apis: apis.size,
      services: new Set([...apis].map((api) => api.slice(0, api.indexOf(':')))).size,
      days: days.size,
      reads: [...apis].filter((api) => /:(?:List|Describe|Get|BatchGet|Lookup|Search|Scan|Head)/.test(api))
        .length,
    }))
    .filter(
      ({ apis, services, days, reads }) =>
        apis >= SCANNER.apis &&
        services >= SCANNER.services &&
        days >= SCANNER.days &&
        reads >= SCANNER.reads * apis,
    )
    .map(({ principal, apis, services, days }) => ({ principal, apis, services, days }))
    .toSorted((a, b) => b.apis - a.apis || byText(a.principal, b.principal))
    .slice(0, MOST);
}

function vendorsIn(found: readonly SuggestFound[]): SuggestedVendor[] {
  const vendors = new Map<string, Set<string>>();
  for (const [account, roles] of found.flatMap((each) => each.vendors)) {
    const known = vendors.get(account) ?? new Set();
    for (const role of roles) known.add(role);
    vendors.set(account, known);
  }
  const own = new Set(found.flatMap((each) => each.accounts));
  return [...vendors]
    .filter(([account]) => !own.has(account))
    .map(([account, roles]) => ({ account, roles: distinct([...roles]) }))
    .toSorted((a, b) => byText(a.account, b.account))
    .slice(0, MOST);
}

function namesOf(values: Context['values'], dimension: Dimension): string[] {
  return [...(values.get(dimension)?.keys() ?? [])];
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].toSorted(byText);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
