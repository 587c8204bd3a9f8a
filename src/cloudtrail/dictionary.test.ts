import { describe, expect, it } from 'vitest';
import { readDocument, scanner } from '../../test/support/read-trail.ts';
import type { Event } from './event.ts';
import { FIELD, UNNUMBERED_ID } from './event.ts';

function agentRecord(agent: string): string {
  return `{"eventSource":"s3.amazonaws.com","eventName":"GetObject","userAgent":"${agent}"}`;
}

function hash(event: Event): string {
  return `${event.idHashHigh}:${event.idHashLow}`;
}

function hashOf(members: string): string {
  return readDocument(`{"eventSource":"s","eventName":"n",${members}}`, hash).events[0]!;
}

describe('the numbers of values', () => {
  it('are the same for equal values and differ for different ones', () => {
    const text = ['a', 'b', 'a', 'b', 'c'].map(agentRecord).join('\n');
    const { events } = readDocument(text, (event) => event.id(FIELD.userAgent));
    const [a, b, again, bAgain, c] = events;
    expect([again, bAgain]).toEqual([a, b]);
    expect(new Set([a, b, c]).size).toBe(3);
  });

  it('lose their meaning, with a new epoch, when there are more values than numbers', () => {
    const agents = Array.from({ length: 150_000 }, (_, n) => `agent/${n}`);
    const numbers = new Set<string>();
    const first = scanner.epoch;
    const keep = (event: Event): string => {
      numbers.add(`${event.epoch} ${event.id(FIELD.userAgent)}`);
      return event.text(FIELD.userAgent);
    };
    const { events, problems } = readDocument(agents.map(agentRecord).join('\n'), keep);
    expect(events).toEqual(agents);
    expect(problems).toEqual([]);
    expect(numbers.size).toBe(agents.length);
    expect(scanner.epoch - first).toBeGreaterThanOrEqual(2);
  });

  it('run out of memory for long values before they run out, and stay right', () => {
    const agents = Array.from({ length: 8000 }, (_, n) => `${n}-${'x'.repeat(2000)}`);
    const first = scanner.epoch;
    const { events } = readDocument(agents.map(agentRecord).join('\n'), (event) =>
      event.text(FIELD.userAgent),
    );
    expect(events).toEqual(agents);
    expect(scanner.epoch - first).toBeGreaterThanOrEqual(2);
  });

  it('are not given to values too long to be numbered', () => {
    const agent = 'x'.repeat(5000);
    const { events } = readDocument(agentRecord(agent), (event) => [
      event.id(FIELD.userAgent),
      event.value(FIELD.userAgent),
    ]);
    expect(events).toEqual([[UNNUMBERED_ID, agent]]);
  });

  it('survive a record that repeats one key more often than there are numbers', () => {
    const many = Array.from({ length: 200_000 }, (_, n) => `"userAgent":"${n}"`).join(',');
    const long = Array.from({ length: 6000 }, (_, n) => `"userAgent":"${n}${'y'.repeat(2000)}"`).join(',');
    const texts = [many, long].map((agents) => `{"eventSource":"s","eventName":"n",${agents}}`);
    const document = [agentRecord('before'), ...texts, agentRecord('behind')].join('\n');
    const { events, problems } = readDocument(document, (event) => event.text(FIELD.userAgent));
    expect(events).toEqual(['before', '199999', `5999${'y'.repeat(2000)}`, 'behind']);
    expect(problems).toEqual([]);
  });
});

describe('the hash that tells duplicates', () => {
  const id = '"eventID":"6e5a8d4c-0b43-4a35-9a3c-0a1b2c3d4e5f"';

  it('is the same for the same event ID in the same account, wherever the account stands', () => {
    const one = hashOf(`${id},"recipientAccountId":"111122223333"`);
    expect(hashOf(`"recipientAccountId":"111122223333","awsRegion":"x",${id}`)).toBe(one);
    expect(hashOf(`"userIdentity":{"accountId":"111122223333"},${id}`)).toBe(one);
  });

  it('differs between accounts and between event IDs', () => {
    const hashes = [
      hashOf(id),
      hashOf(`${id},"recipientAccountId":"111122223333"`),
      hashOf(`${id},"recipientAccountId":"444455556666"`),
      hashOf('"eventID":"7e5a8d4c-0b43-4a35-9a3c-0a1b2c3d4e5f","recipientAccountId":"111122223333"'),
    ];
    expect(new Set(hashes).size).toBe(4);
  });

  it('is zero where there is no event ID, or one too short to identify anything', () => {
    expect(hashOf('"awsRegion":"x"')).toBe('0:0');
    expect(hashOf('"eventID":"1"')).toBe('0:0');
    expect(hashOf('"eventID":null')).toBe('0:0');
  });
});
