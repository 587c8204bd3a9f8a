import { describe, expect, it } from 'vitest';
import { lastChanges, parseReport } from './credential-report.ts';
import type { ReportRow } from './credential-report.ts';

const HEAD =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,' +
  'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,' +
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,' +
  'cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const ROOT =
  '<root_account>,arn:aws:iam::123456789012:root,2020-01-01T00:00:00+00:00,not_supported,2026-01-02T03:04:05+00:00,not_supported,' +
  'not_supported,true,true,2021-01-01T00:00:00+00:00,2026-01-01T00:00:00+00:00,us-east-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A';
const LENA =
  'lena,arn:aws:iam::123456789012:user/lena,2020-01-01T00:00:00+00:00,true,no_information,2020-01-01T00:00:00+00:00,N/A,false,' +
  'false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A';

describe('a credential report', () => {
  it('has a row for root and one for each user', () => {
    const { root, users, time } = parseReport([HEAD, ROOT, LENA].join('\n'), '2026-11-25T00:00:00Z');
    expect(time).toBe('2026-11-25T00:00:00Z');
    expect(root).toMatchObject({
      hasMfa: true,
      passwordLastUsed: '2026-01-02T03:04:05.000Z',
      keys: [
        { active: true, lastUsed: { state: 'used', time: '2026-01-01T00:00:00.000Z', service: 's3' } },
        { active: false, lastChanged: null, lastUsed: { state: 'never' } },
      ],
    });
    expect([...users]).toMatchObject([['arn:aws:iam::123456789012:user/lena', { passwordLastUsed: null }]]);
  });

  it('can have names with commas, quoted or not', () => {
    const arn = 'arn:aws:iam::123456789012:user/a,b/lena,x';
    const bare = LENA.replace('lena,arn:aws:iam::123456789012:user/lena', `lena,x,${arn}`);
    const quoted = LENA.replace('lena,arn:aws:iam::123456789012:user/lena', `"lena,x","${arn}"`);
    for (const line of [bare, quoted])
      expect([...parseReport(`${HEAD}\n${line}`, '').users]).toMatchObject([[arn, { hasMfa: false }]]);
  });

  it('that is none is refused', () => {
    expect(() => parseReport('<html>\n<body>', '')).toThrow('lacks columns');
    expect(() => parseReport(`${HEAD}\nlena,arn`, '')).toThrow('too short');
    expect(() => parseReport('"', '')).toThrow('no table');
  });
});

function row(...changes: [string | null, boolean][]): ReportRow {
  const [first, second] = [0, 1].map((n) => {
    const [lastChanged, active] = changes[n] ?? [null, false];
    return { lastChanged, active, lastUsed: { state: 'never' as const } };
  });
  return { hasMfa: false, passwordLastUsed: null, keys: [first!, second!] };
}

function key(created: string, active = true): { created: string; active: boolean } {
  return { created, active };
}

describe('when a key was last changed', () => {
  const [january, june, august] = ['2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z', '2026-08-01T00:00:00Z'];

  it.each([
    ['one key', [key(january)], row([june, true]), [june]],
    ['a key in the second place', [key(january)], row([null, false], [june, true]), [june]],
    [
      'two keys that only one order fits',
      [key(january), key(june)],
      row([june, true], [january, true]),
      [january, june],
    ],
    [
      'two keys told apart by status',
      [key(january, false), key(january)],
      row([june, true], [august, false]),
      [august, june],
    ],
    [
      'two keys of either order',
      [key(january), key(january)],
      row([june, true], [august, true]),
      [null, null],
    ],
    [
      'two keys of either order, changed together',
      [key(january), key(january)],
      row([june, true], [june, true]),
      [june, june],
    ],
    ['a key made since the report', [key(january), key(june)], row([january, true]), [null, null]],
    ['a key switched off since the report', [key(january, false)], row([june, true]), [null]],
    ['no report', [key(january)], undefined, [null]],
  ])('is told for %s', (_, keys, report, expected) => {
    expect(lastChanges(keys, report)).toEqual(expected);
  });
});
