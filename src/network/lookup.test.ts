import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { NETWORK_KINDS } from './kind.ts';
import { loadNetworkTables } from './load.ts';
import { openNetworks, type Network } from './lookup.ts';
import { readUserNetworks } from './user.ts';

const tables = loadNetworkTables();
const networks = openNetworks(tables);

/** Facts that held for years; `-` where anycast or routing makes the answer a matter of opinion. */
const WELL_KNOWN = `
  8.8.8.8                 15169   US  cloud        Google DNS
  9.9.9.9                 19281   US  -            Quad9
  1.1.1.1                 13335   -   cloud        Cloudflare DNS
  208.67.222.222          36692   US  -            OpenDNS
  4.2.2.2                 3356    US  isp          Level 3
  77.88.8.8               13238   RU  cloud        Yandex DNS
  168.126.63.1            4766    KR  residential  Korea Telecom DNS
  18.205.93.1             14618   US  aws          EC2 us-east-1
  54.239.28.85            16509   US  aws          amazon.com
  18.184.0.1              16509   DE  aws          EC2 eu-central-1
  34.240.0.1              16509   IE  aws          EC2 eu-west-1
  13.54.0.1               16509   AU  aws          EC2 ap-southeast-2
  54.64.0.1               16509   JP  aws          EC2 ap-northeast-1
  3.5.140.2               16509   KR  aws          S3 ap-northeast-2
  34.80.0.1               396982  TW  cloud        Google Cloud asia-east1
  40.112.72.205           8075    IE  cloud        Azure North Europe
  129.146.0.1             31898   US  cloud        Oracle Phoenix
  140.82.112.3            36459   US  cloud        GitHub
  185.199.108.153         54113   US  cloud        GitHub Pages at Fastly
  213.133.100.100         24940   DE  hosting      Hetzner
  213.186.33.5            16276   FR  hosting      OVH
  104.131.0.1             14061   US  hosting      DigitalOcean New York
  45.33.32.156            63949   US  hosting      Linode
  45.32.0.1               20473   -   hosting      Vultr
  62.210.0.1              12876   FR  hosting      Scaleway
  37.120.128.1            9009    -   vpn          M247
  89.187.160.1            60068   -   vpn          Datacamp
  185.213.154.68          39351   SE  vpn          Mullvad at 31173
  185.159.159.148         209103  CH  vpn          Proton
  185.220.101.1           60729   DE  tor          Tor exits of Stiftung Erneuerbare Freiheit
  192.33.4.12             2149    US  -            c.root-servers.net
  199.7.91.13             10886   US  education    d.root-servers.net, University of Maryland
  192.203.230.10          21556   US  -            e.root-servers.net, NASA
  192.5.5.241             3557    US  -            f.root-servers.net, ISC
  192.36.148.17           29216   SE  -            i.root-servers.net, Netnod
  193.0.14.129            25152   NL  -            k.root-servers.net, RIPE
  202.12.27.33            7500    JP  -            m.root-servers.net, WIDE
  193.0.6.139             3333    NL  -            RIPE NCC
  18.9.22.69              3       US  education    MIT
  171.67.215.200          32      US  education    Stanford
  131.111.150.25          786     GB  education    Cambridge at Jisc
  129.132.19.216          559     CH  education    ETH at Switch
  73.0.0.1                7922    US  residential  Comcast
  70.160.0.1              22773   US  residential  Cox
  86.128.0.1              2856    GB  residential  BT
  81.97.0.1               5089    GB  residential  Virgin Media
  79.192.0.1              3320    DE  residential  Deutsche Telekom
  78.192.0.1              12322   FR  residential  Free
  172.56.0.1              21928   US  mobile       T-Mobile
  49.36.0.1               55836   IN  mobile       Jio
  1.128.0.1               1221    AU  residential  Telstra
  61.128.0.1              4134    CN  residential  Chinanet
  196.25.1.1              5713    ZA  residential  Telkom SA
  2001:4860:4860::8888    15169   -   cloud        Google DNS
  2606:4700:4700::1111    13335   -   cloud        Cloudflare DNS
  2620:fe::fe             19281   US  -            Quad9
  2600:1f18::1            14618   US  aws          EC2 us-east-1
  2a05:d014::1            16509   DE  aws          EC2 eu-central-1
  2603:1000::1            8075    -   cloud        Azure
  2a01:4f8::1             24940   DE  hosting      Hetzner
  2001:41d0::1            16276   FR  hosting      OVH
  2604:a880::1            14061   US  hosting      DigitalOcean
  2001:19f0::1            20473   US  hosting      Vultr
  2001:dc3::35            7500    JP  -            m.root-servers.net
  2001:470::1             6939    US  isp          Hurricane Electric
  2601::1                 7922    US  residential  Comcast
  2003::1                 3320    DE  residential  Deutsche Telekom
`;

const facts = WELL_KNOWN.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s{2,}/))
  .map(([address = '', asn = '', country = '', kind = '', whose = '']) => ({
    address,
    asn,
    country,
    kind,
    whose,
  }));

test.each(facts)('$address is $whose', ({ address, asn, country, kind }) => {
  const { org, ...network } = networks.lookup(address);
  expect(network).toMatchObject({
    asn: Number(asn),
    ...(country === '-' ? {} : { country }),
    ...(kind === '-' ? {} : { kind }),
  });
  expect(org).toEqual(expect.any(String));
});

test('there are some fifty facts, in both families', () => {
  expect(facts.length).toBeGreaterThan(50);
  expect(facts.filter(({ address }) => address.includes(':')).length).toBeGreaterThan(10);
});

const NOTHING: Network = {
  kind: 'unknown',
  country: null,
  asn: null,
  org: null,
  service: null,
  region: null,
};

test.each(['AWS Internal', 'cloudformation.amazonaws.com', 'ec2.cn-north-1.amazonaws.com.cn'])(
  '%s is an AWS service calling, not a network',
  (text) => {
    expect(networks.lookup(text)).toEqual({ ...NOTHING, kind: 'aws-service', service: text });
  },
);

test.each([
  '',
  '30.*.0.210',
  '<Attacker source IP>',
  'redacted',
  'amazonaws.com',
  'evil-amazonaws.com',
  'a'.repeat(1e6),
])('nothing is known of a source that is no address (%.20s)', (text) => {
  expect(networks.lookup(text)).toEqual(NOTHING);
});

test('no text makes a lookup throw, and every answer has a known kind', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.ipV4Extended()), (text) => {
      expect(NETWORK_KINDS).toContain(networks.lookup(text).kind);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['10.1.2.3', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.0.1', 'private'],
  ['100.64.0.1', 'private'],
  ['127.0.0.1', 'private'],
  ['169.254.169.254', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  ['fd00::1', 'private'],
  ['fe80::1%eth0', 'private'],
  ['192.0.0.1', 'reserved'],
  ['192.0.2.1', 'reserved'],
  ['203.0.113.255', 'reserved'],
  ['224.0.0.1', 'reserved'],
  ['255.255.255.255', 'reserved'],
  ['0.0.0.0', 'reserved'],
  ['::', 'reserved'],
  ['2001:db8::1', 'reserved'],
  ['3fff::1', 'reserved'],
  ['ff02::1', 'reserved'],
  ['4000::1', 'reserved'],
])('%s is %s and has no country or AS', (address, kind) => {
  expect(networks.lookup(address)).toEqual({ ...NOTHING, kind });
});

test.each(['172.32.0.1', '100.128.0.1', '192.0.1.1', '223.5.5.5', '2001:4:112::1', '2001:200::1'])(
  '%s stands just outside a special block and is an ordinary address',
  (address) => {
    expect(['private', 'reserved']).not.toContain(networks.lookup(address).kind);
  },
);

test('the user knows better than the tables', () => {
  const user = readUserNetworks([
    { file: 'offices.txt', text: '10.20.0.0/16 Paris office\n86.128.0.0/10, Home of the admin\n' },
    { file: 'exits.txt', text: '73.0.0.1', kind: 'tor' },
  ]);
  const own = openNetworks(tables, user);
  expect(own.lookup('10.20.1.1')).toEqual({ ...NOTHING, kind: 'corporate', org: 'Paris office' });
  expect(own.lookup('86.128.0.1')).toMatchObject({ kind: 'corporate', org: 'Home of the admin', asn: 2856 });
  expect(own.lookup('73.0.0.1')).toMatchObject({ kind: 'tor', asn: 7922, country: 'US' });
  expect(own.lookup('73.0.0.2').kind).toBe('residential');
  expect(own.lookup('10.21.0.1').kind).toBe('private');
});

test('the data behind the answers have a name, a day and a licence', () => {
  expect(networks.sources).toHaveLength(2);
  for (const source of networks.sources) {
    expect(source.date).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(source.licence).toBe('CC-BY-4.0');
  }
});

const SAMPLES = new URL('../../../shared/data/', import.meta.url);

test.skipIf(!existsSync(SAMPLES))(
  'every source address in the sample logs gets an answer (skipped without them)',
  () => {
    const files = readdirSync(SAMPLES).filter((name) => name.endsWith('.ndjson.gz'));
    const seen = new Set<string>();
    for (const file of files) {
      const text = gunzipSync(readFileSync(new URL(file, SAMPLES))).toString();
      for (const [, source = ''] of text.matchAll(/"sourceIPAddress": ?"([^"]*)"/g)) seen.add(source);
    }
    expect(seen.size).toBeGreaterThan(100);
    for (const source of seen) expect(NETWORK_KINDS).toContain(networks.lookup(source).kind);
  },
);
