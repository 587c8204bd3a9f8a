import { expect, test } from 'vitest';
import { isNetworkField, NETWORK_FIELDS, networkField } from './field.ts';
import { loadNetworkTables } from './load.ts';
import { openNetworks } from './lookup.ts';

const networks = openNetworks(loadNetworkTables());

test('each field gives its part of what is known of a source address', () => {
  const fields = NETWORK_FIELDS.filter(isNetworkField);
  expect(fields).toHaveLength(6);
  expect(
    Object.fromEntries(fields.map((name) => [name, networkField(networks, name, '213.133.100.100')])),
  ).toEqual({
    'network.country': 'DE',
    'network.asn': 24940,
    'network.org': 'Hetzner Online GmbH',
    'network.kind': 'hosting',
    'network.service': null,
    'network.region': null,
  });
  expect(networkField(networks, 'network.service', 'AWS Internal')).toBe('AWS Internal');
});

test('only our own names are network fields', () => {
  expect(isNetworkField('network.toString')).toBe(false);
  expect(isNetworkField('sourceIPAddress')).toBe(false);
});
