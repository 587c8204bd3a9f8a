import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { contentKind, HEAD_BYTES } from './content.ts';
import type { ContentKind } from './content.ts';

function kindOf(text: string, encoding: BufferEncoding = 'utf8'): ContentKind {
  return contentKind(Buffer.from(text, encoding).subarray(0, HEAD_BYTES));
}

function tarHead(name: string): Buffer {
  const head = Buffer.alloc(512);
  head.write(name);
  head.write('ustar', 257);
  return head;
}

describe('the kind of a file', () => {
  it.each<[string, string]>([
    ['a log file', '{"Records":[]}'],
    ['an array', '[{}]'],
    ['white space first', ' \t\r\n\v\f{'],
    ['a byte order mark first', '\ufeff{"Records":[]}'],
    ['a byte order mark and white space first', '\ufeff\n  ['],
    ['a record separator first', '\u001e{"a":1}'],
    ['an event in a string', String.raw`"{\"eventVersion\":\"1.08\"}"`],
    ['an event in a string behind a line break', String.raw`"\n{\"eventVersion\":\"1.08\"}"`],
    ['a list in a string', '"[{}]"'],
    ['damaged JSON', '{oops'],
  ])('is JSON: %s', (_, text) => {
    expect(kindOf(text)).toBe('json');
  });

  it.each<[string, ContentKind, Buffer]>([
    ['gzip', 'gzip', gzipSync('x')],
    ['gzip cut behind its mark', 'gzip', Buffer.from([0x1f, 0x8b])],
    ['zip', 'zip', Buffer.from('PK\u0003\u0004rest')],
    ['an empty zip', 'zip', Buffer.from('PK\u0005\u0006rest')],
    ['zip in parts', 'zip', Buffer.from('PK\u0007\u0008rest')],
    ['tar', 'tar', tarHead('AWSLogs/x.json')],
    ['UTF-16, low byte first', 'utf16', Buffer.from('\ufeff{"a":1}', 'utf16le')],
    ['UTF-16, high byte first', 'utf16', Buffer.from('\ufeff{"a":1}', 'utf16le').swap16()],
    ['nothing', 'empty', Buffer.alloc(0)],
    ['zeros', 'foreign', Buffer.alloc(HEAD_BYTES)],
    ['one byte', 'foreign', Buffer.from('P')],
    ['an image', 'foreign', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
  ])('is told by its bytes: %s', (_, kind, bytes) => {
    expect(contentKind(bytes.subarray(0, HEAD_BYTES))).toBe(kind);
  });

  it.each<[string, ContentKind, string]>([
    ['the console', 'csv', 'User name,AWS access key,Event time,Event source,Event name\n'],
    ['the console, with quotes', 'csv', '"Event name","Event time"\n"a","b"\n'],
    ['the console, with a mark', 'csv', '\ufeffEvent name,Event time\n'],
    ['Athena', 'csv', '"eventversion","eventtime","eventname"\n'],
    ['another table', 'foreign', 'name,price\n1,2\n'],
    ['text that says it further down', 'foreign', 'hello\neventName,eventTime\n'],
    ['text', 'foreign', 'event name of the year'],
  ])('is a table by its first line: %s', (_, kind, text) => {
    expect(kindOf(text)).toBe(kind);
  });

  it('is not taken for tar where JSON happens to say so', () => {
    expect(kindOf(`{"a":"${' '.repeat(251)}ustar"}`)).toBe('json');
  });
});
