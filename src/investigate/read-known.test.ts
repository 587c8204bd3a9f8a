import { describe, expect, it } from 'vitest';
import { readKnown } from './read-known.ts';

function mistakes(text: string): string[] {
  return readKnown('networks.yml', text).problems.map(
    ({ place, message }) => `${place.line}:${place.column} ${message}`,
  );
}

describe('networks.yml', () => {
  it('says what an organisation knows about itself', () => {
    const { known, problems } = readKnown(
      'networks.yml',
      `
networks:
  - name: Head office   # two lines
    kind: office
    blocks: [203.0.113.0/24, 2001:db8::/32]
  - { name: Runners, kind: ci, blocks: [AS64500] }
own-accounts: ['011122223333', 111122223333]
vendors:
  '464622532012': Metrics Ltd
scanners: ['arn:aws:iam::*:role/audit-?']
break-glass:
`,
    );
    expect(problems).toEqual([]);
    expect(known).toEqual({
      networks: [
        { name: 'Head office', kind: 'office', blocks: ['203.0.113.0/24', '2001:db8::/32'] },
        { name: 'Runners', kind: 'ci', blocks: ['AS64500'] },
      ],
      ownAccounts: ['011122223333', '111122223333'],
      vendorAccounts: new Map([['464622532012', 'Metrics Ltd']]),
      scanners: ['arn:aws:iam::*:role/audit-?'],
      breakGlass: [],
    });
  });

  it('may be empty', () => {
    expect(readKnown('networks.yml', '# nothing yet\n')).toMatchObject({ problems: [] });
  });

  it.each([
    ['netwrks: []', '1:1 "netwrks" is not known here'],
    ['- a', '1:1 the file must be a map'],
    ['networks: office', '1:11 "networks" must be a list'],
    ['networks:\n  - { name: A, kind: ofice, blocks: [10.0.0.0/8] }', '2:22 "kind" must be one of office'],
    ['networks:\n  - { kind: office, blocks: [10.0.0.0/8] }', '2:5 a network needs a "name"'],
    ['networks:\n  - { name: A, kind: office }', '2:5 a network needs "blocks"'],
    [
      'networks:\n  - { name: A, kind: vpn, blocks: [AS64500, 10.0.0.1/8] }',
      '2:45 "10.0.0.1/8" has bits set beyond /8; did you mean 10.0.0.0/8?',
    ],
    ['networks:\n  - { name: A, kind: vpn, blocks: [somewhere] }', '2:36 "somewhere" is no CIDR block'],
    ['networks:\n  - { name: A, kind: vpn, blocks: [AS0] }', '2:36 "AS0" is no CIDR block'],
    ['own-accounts: [1234]', '1:16 "1234" is no account ID'],
    ['own-accounts: [{}]', '1:16 "own-accounts" must be a list of texts'],
    ['vendors: { 123: A }', '1:12 "123" is no account ID'],
    ["vendors: { '464622532012': }", 'a vendor needs a name'],
    ['scanners: [role/audit]', '1:12 "role/audit" is no ARN pattern'],
    ['a: [', 'not valid YAML'],
    ['scanners: []\n---\nscanners: []', 'one document is enough'],
  ])('has a place for each mistake: %j', (text, expected) => {
    expect(mistakes(text).join('\n')).toContain(expected);
  });
});
