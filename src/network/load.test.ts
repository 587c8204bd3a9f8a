import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { KeytrailError } from '../error.ts';
import { parseAddress } from './address.ts';
import { loadUserNetworks } from './load.ts';
import { findPrefix } from './prefix-table.ts';

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'keytrail-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'list=1.txt');
  writeFileSync(file, text);
  return file;
}

test.each([
  ['', 'corporate'],
  ['corporate=', 'corporate'],
  ['vpn=', 'vpn'],
  ['tor=', 'tor'],
  ['hosting=', 'hosting'],
])('a list given as "%sFILE" holds %s networks', (before, kind) => {
  const { listed } = loadUserNetworks([before + fileWith('192.0.2.0/24')]);
  const address = parseAddress('192.0.2.1');
  expect(address && findPrefix(listed, address)?.value.kind).toBe(kind);
});

test('a file that cannot be read is named', () => {
  expect(() => loadUserNetworks(['vpn=/no/such/file'])).toThrow(KeytrailError);
  expect(() => loadUserNetworks(['vpn=/no/such/file'])).toThrow(
    'Cannot read the networks file /no/such/file (ENOENT).',
  );
});
