import { expect, test } from 'vitest';
import { classifyAsn, classTable } from './asn-class.ts';
import { loadNetworkTables } from './load.ts';
import { openNetworks } from './lookup.ts';

const { organisations } = loadNetworkTables();

function holderOf(asn: number): string {
  const index = organisations.asns.indexOf(asn);
  const name = organisations.names.subarray(organisations.starts[index], organisations.starts[index + 1]);
  return index < 0 ? '' : new TextDecoder().decode(name);
}

test('every AS in the table exists and belongs to whom the table says', () => {
  const table = classTable();
  expect(table.length).toBeGreaterThan(300);
  const wrong = table.filter(
    ({ asn, holder }) => !holderOf(asn).toLowerCase().includes(holder.toLowerCase()),
  );
  expect(wrong.filter(({ holder }) => holder !== '')).toEqual([]);
  expect(table.filter(({ holder }) => holder === '')).toEqual([]);
});

test('no AS stands in the table twice', () => {
  const numbers = classTable().map(({ asn }) => asn);
  expect(numbers.filter((asn, index) => numbers.indexOf(asn) !== index)).toEqual([]);
});

test.each([
  ['Example Hosting GmbH', 'hosting'],
  ['Acme VPS and Dedicated Servers', 'hosting'],
  ['University of Somewhere', 'education'],
  ['Universidad de Ejemplo', 'education'],
  ['University Hosting Services', 'education'],
  ['Valley Broadband LLC', 'residential'],
  ['Example Mobile Ltd', 'mobile'],
  ['Example Telecomunicacoes Ltda', 'isp'],
  ['Fast VPN Ltd', 'vpn'],
  ['VPN de Ejemplo, S.A. de C.V.', 'unknown'],
  ['Amazon Data Services Nowhere', 'aws'],
  ['Amazonia Telecomunicacoes', 'isp'],
  ['Bank of Examples', 'unknown'],
  ['Universal Widgets', 'unknown'],
  ['Automobile Club', 'unknown'],
])('an AS we do not know is judged by its holder: %s is %s', (holder, kind) => {
  expect(classifyAsn(64_512, holder)).toBe(kind);
});

test('an AS without a holder is unknown', () => {
  expect(classifyAsn(64_512, null)).toBe('unknown');
});

test('the classes cover most addresses that people and servers use', () => {
  const networks = openNetworks(loadNetworkTables());
  let known = 0;
  let routed = 0;
  for (let step = 0; step < 4000; step++) {
    // A fixed walk over the whole space, so that the share does not change from run to run.
    const value = (step * 2_654_435_761) % 2 ** 32;
    const text = [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
    const { asn, kind } = networks.lookup(text);
    if (asn === null) continue;
    routed++;
    if (kind !== 'unknown') known++;
  }
  expect(known / routed).toBeGreaterThan(0.65);
});
