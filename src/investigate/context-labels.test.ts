import { describe, expect, it } from 'vitest';
import type { Context, Dimension, Seen } from '../activity/activity.ts';
import { ContextLabels } from './context-labels.ts';

const DAY_MS = 86_400_000;
const CAME_MS = 10 * DAY_MS;

function seenFrom(firstMs: number): Seen {
  return { firstMs, firstId: '', lastMs: firstMs, lastId: '', days: [Math.floor(firstMs / DAY_MS)] };
}

/** First times by value. */
type Values = Partial<Record<Dimension, Readonly<Record<string, number>>>>;

function contextOf(values: Values): Context {
  return {
    subject: 'AKIAIOSFODNN7EXAMPLE',
    network: 'AS64500',
    tool: 'aws-cli',
    seen: seenFrom(0),
    values: new Map(
      Object.entries(values).map(([dimension, times]) => [
        dimension as Dimension,
        new Map(Object.entries(times).map(([value, firstMs]) => [value, seenFrom(firstMs)])),
      ]),
    ),
  };
}

function labelOf(values: Values, record: Readonly<Record<string, string>>, timeMs = CAME_MS + 1): string {
  const hostile = { key: '', fromMs: CAME_MS, isShared: true, releasedMs: null };
  const { actor, reason } = new ContextLabels(contextOf(values), hostile).label(record, timeMs);
  return `${actor}: ${reason}`;
}

describe('calls from a context', () => {
  it('are the owner’s where no intruder came, the intruder’s where there is no owner', () => {
    const alone = { key: '', fromMs: CAME_MS, isShared: false, releasedMs: null };
    expect(new ContextLabels(contextOf({}), undefined).label({}, CAME_MS).actor).toBe('owner');
    expect(new ContextLabels(contextOf({}), alone).label({}, CAME_MS).actor).toBe('intruder');
  });

  it('of both are the owner’s until the intruder comes, and then undecided', () => {
    expect(labelOf({}, {}, CAME_MS - 1)).toMatch(/^owner: .* older than the first hostile one there/);
    expect(labelOf({}, {})).toBe('undecided: Owner and intruder both work from AS64500 with aws-cli.');
  });

  it('of both are the owner’s again once what was new there is habit', () => {
    const hostile = { key: '', fromMs: CAME_MS, isShared: true, releasedMs: CAME_MS + DAY_MS };
    const labels = new ContextLabels(contextOf({}), hostile);
    expect(labels.label({}, CAME_MS + DAY_MS - 1).actor).toBe('undecided');
    expect(labels.label({}, CAME_MS + DAY_MS).actor).toBe('owner');
  });

  it('of both are told by the address', () => {
    const address = { '192.0.2.1': 0, '192.0.2.2': CAME_MS, '192.0.2.3': CAME_MS + DAY_MS };
    const from = (sourceIPAddress: string): string => labelOf({ address }, { sourceIPAddress });
    expect(from('192.0.2.1')).toMatch(/^owner: 192\.0\.2\.1 was there before the intruder/);
    expect(from('192.0.2.2')).toBe('intruder: 192.0.2.2 came with the first hostile events.');
    expect(from('192.0.2.3')).toMatch(/^undecided/);
    expect(labelOf({ address }, { sourceIPAddress: '192.0.2.1', vpcEndpointId: '192.0.2.2' })).toMatch(
      /^intruder/,
    );
  });

  it('of both are not told by an address where none came with the intruder', () => {
    expect(labelOf({ address: { '192.0.2.1': 0 } }, { sourceIPAddress: '192.0.2.1' })).toMatch(/^undecided/);
  });

  it('are the intruder’s by the version of the tool, even from an address of the owner', () => {
    const values = {
      address: { '192.0.2.1': 0, '192.0.2.2': CAME_MS },
      agent: { 'aws-cli|-|-|-|2.15|-|-|-|-': CAME_MS },
    };
    const record = { sourceIPAddress: '192.0.2.1', userAgent: 'aws-cli/2.15.0' };
    expect(labelOf(values, record)).toMatch(/^intruder: aws-cli\|.* came with the first hostile events/);
  });

  it('of both are the intruder’s where the call was never made before', () => {
    const values = {
      api: { 'iam:ListUsers': 0, 'iam:CreateUser': CAME_MS },
      denied: { 'iam:CreateUser': CAME_MS + 1 },
    };
    expect(labelOf(values, { eventName: 'CreateUser' })).toMatch(/^intruder: The call was never made/);
    expect(labelOf(values, { eventName: 'ListUsers' })).toMatch(/^undecided/);
    expect(labelOf(values, { eventName: 'GetUser' })).toMatch(/^undecided/);
  });
});
