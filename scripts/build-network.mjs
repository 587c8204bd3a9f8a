/**
 * Packs the published address data (development dependencies) into dist/network/tables.bin.
 *
 * Runs after the compiler, since it packs with the compiled code that also reads. The same data give the same
 * bytes; a file already built from them is left alone. To bring the data up to date, install newer versions
 * of the two packages and run the tests: they hold well-known addresses.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILD = new URL('../build/network/', import.meta.url);
const DIST = new URL('../dist/network/', import.meta.url);
const COUNTRY = '@ip-location-db/dbip-country';
const ASN = '@ip-location-db/asn';
const require = createRequire(import.meta.url);
const FOLDERS = {
  [COUNTRY]: dirname(require.resolve('@ip-location-db/dbip-country/package.json')),
  [ASN]: dirname(require.resolve('@ip-location-db/asn/package.json')),
};

/**
 * Builds the tables when needed. Returns whether it did, the file's path and its size in bytes.
 * Throws when the data are not what this program expects, so that a silent change upstream stops the build.
 */
export async function buildNetworkTables() {
  const { createRangeTable } = await import(new URL('range-table.js', BUILD).href);
  const { encodeTables } = await import(new URL('tables.js', BUILD).href);
  const file = fileURLToPath(new URL('tables.bin', DIST));
  const sources = describeSources();
  const kept = await upToDate(file, sources);
  if (kept) return { built: false, file, bytes: kept };

  const countries = new Map();
  const position = (code) => {
    if (!/^[A-Z]{2}$/.test(code)) throw new Error(`${COUNTRY}: "${code}" is no country code`);
    if (!countries.has(code)) countries.set(code, countries.size + 1);
    if (countries.size > 255) throw new Error(`${COUNTRY}: more than 255 country codes`);
    return countries.get(code);
  };
  const names = new Map();
  const asNumber = (text) => {
    const { asn, name } = parseHolder(text);
    if (!names.has(asn)) names.set(asn, name);
    return asn;
  };
  const bytes = encodeTables({
    sources,
    country4: createRangeTable(ranges(COUNTRY, 'dbip-country-ipv4-num.csv', 0n, position), 16),
    country6: createRangeTable(ranges(COUNTRY, 'dbip-country-ipv6-num.csv', 64n, position), 32),
    asn4: createRangeTable(ranges(ASN, 'asn-ipv4-num.csv', 0n, asNumber), 16),
    asn6: createRangeTable(ranges(ASN, 'asn-ipv6-num.csv', 64n, asNumber), 32),
    countries: [...countries.keys()],
    organisations: packNames(names),
  });
  mkdirSync(DIST, { recursive: true });
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
  return { built: true, file, bytes: bytes.length };
}

function describeSources() {
  return [
    {
      name: 'DB-IP Lite, IP to country',
      ...versionOf(COUNTRY),
      licence: 'CC-BY-4.0',
      attribution: 'IP Geolocation by DB-IP (https://db-ip.com)',
    },
    {
      name: 'IP to autonomous system, from RouteViews, the five registries and DB-IP Lite',
      ...versionOf(ASN),
      licence: 'CC-BY-4.0',
      attribution: 'RouteViews (routeviews.org), NRO (nro.net), DB-IP (https://db-ip.com)',
    },
  ];
}

/** Version of a data package and the day in it: 2.3.yyyymmddhh. */
function versionOf(name) {
  const { version } = JSON.parse(readFileSync(join(FOLDERS[name], 'package.json'), 'utf8'));
  const [, year, month, day] = /\.(\d{4})(\d{2})(\d{2})\d{2}$/.exec(version) ?? [];
  if (!day) throw new Error(`${name}: no date in version ${version}`);
  return { version: `${name}@${version}`, date: `${year}-${month}-${day}` };
}

/** The size of the built file when it is whole and from the same data, else 0. */
async function upToDate(file, sources) {
  const { decodeTables } = await import(new URL('tables.js', BUILD).href);
  try {
    const bytes = readFileSync(file);
    return JSON.stringify(decodeTables(bytes).sources) === JSON.stringify(sources) ? bytes.length : 0;
  } catch {
    return 0;
  }
}

/** Rows `first,last,rest` as ranges; `shift` drops the host half of IPv6, whose finest network is a /64. */
function* ranges(name, csv, shift, valueOf) {
  const lines = readFileSync(join(FOLDERS[name], csv), 'utf8').split(/\r?\n/);
  let rows = 0;
  for (const line of lines) {
    if (line === '') continue;
    const [, first, last, rest] = /^(\d+),(\d+),(.+)$/.exec(line) ?? [];
    if (!rest) throw new Error(`${name}/${csv}: cannot read "${line.slice(0, 80)}"`);
    yield { start: BigInt(first) >> shift, end: BigInt(last) >> shift, value: valueOf(rest) };
    rows++;
  }
  if (rows < 50_000) throw new Error(`${name}/${csv}: only ${rows} rows`);
}

/** `64512,"Example, Inc."` */
function parseHolder(text) {
  const comma = text.indexOf(',');
  const asn = Number(text.slice(0, comma));
  if (!Number.isInteger(asn) || asn < 1 || asn >= 2 ** 32)
    throw new Error(`${ASN}: no AS number in "${text}"`);
  const name = text.slice(comma + 1).trim();
  return { asn, name: name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name };
}

function packNames(names) {
  const sorted = [...names].toSorted(([a], [b]) => a - b);
  const encoded = sorted.map(([, name]) => Buffer.from(name));
  const starts = new Uint32Array(sorted.length + 1);
  for (const [index, name] of encoded.entries()) starts[index + 1] = starts[index] + name.length;
  return { asns: Uint32Array.from(sorted, ([asn]) => asn), starts, names: Buffer.concat(encoded) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { built, file, bytes } = await buildNetworkTables();
  process.stdout.write(`${built ? 'Built' : 'Up to date:'} ${file} (${(bytes / 1e6).toFixed(1)} MB)\n`);
}
