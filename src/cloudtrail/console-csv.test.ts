import { describe, expect, it } from 'vitest';
import { readConsoleCsv } from './console-csv.ts';

const TITLES =
  'Event ID,Event time,User name,Event name,Resource type,Resource name,AWS access key,AWS region,Error code,Read-only,Source IP address,Request ID,Event source';

function one(row: string): unknown {
  const { events } = readConsoleCsv(`${TITLES}\n${row}\n`);
  expect(events).toHaveLength(1);
  return events[0];
}

function timeOf(text: string): unknown {
  return (one(`id,"${text}",,GetUser,,,,,,,,,iam.amazonaws.com`) as { eventTime: unknown }).eventTime;
}

describe("the console's table", () => {
  it('becomes records with the fields it has', () => {
    const row =
      'e-1,2023-07-10T11:42:36Z,eve,CreateUser,AWS::IAM::User,bob,AKIAEXAMPLE,us-east-1,AccessDenied,false,192.0.2.1,r-1,iam.amazonaws.com';
    expect(one(row)).toEqual({
      eventID: 'e-1',
      eventTime: '2023-07-10T11:42:36Z',
      eventName: 'CreateUser',
      eventSource: 'iam.amazonaws.com',
      awsRegion: 'us-east-1',
      errorCode: 'AccessDenied',
      readOnly: 'false',
      sourceIPAddress: '192.0.2.1',
      requestID: 'r-1',
      userIdentity: { userName: 'eve', accessKeyId: 'AKIAEXAMPLE' },
    });
  });

  it('leaves fields out that are empty or a dash', () => {
    expect(one('e-1,,-,CreateUser,,,-,,,,,,iam.amazonaws.com')).toEqual({
      eventID: 'e-1',
      eventName: 'CreateUser',
      eventSource: 'iam.amazonaws.com',
      userIdentity: {},
    });
  });

  it.each([
    ['2023-07-10T11:42:36Z', '2023-07-10T11:42:36Z'],
    ['2023-07-10T11:42:36+02:00', '2023-07-10T09:42:36Z'],
    ['July 10, 2023, 11:42:36 (UTC+02:00)', '2023-07-10T09:42:36Z'],
    ['July 10, 2023, 11:42:36 (UTC-0330)', '2023-07-10T15:12:36Z'],
    ['July 10, 2023, 11:42:36 UTC', '2023-07-10T11:42:36Z'],
    // Without a zone: UTC, wherever it is read.
    ['2023-07-10T11:42:36', '2023-07-10T11:42:36Z'],
    ['2023-07-10 11:42:36', '2023-07-10T11:42:36Z'],
    ['July 10, 2023, 11:42:36', '2023-07-10T11:42:36Z'],
    ['some day', 'some day'],
  ])('may write times as %s', (text, wanted) => {
    const zone = process.env['TZ'];
    try {
      for (const each of ['UTC', 'America/St_Johns']) {
        process.env['TZ'] = each;
        expect(timeOf(text)).toBe(wanted);
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('may have its columns in any order, its titles in any spelling, and rows of any length', () => {
    const { events, others } = readConsoleCsv(
      '\ufeffeventSource,Event_Name,x\r\n"s3.amazonaws.com",GetObject\r\n,,\r\nonly\r\n\r\n',
    );
    expect(events).toEqual([{ eventSource: 's3.amazonaws.com', eventName: 'GetObject', userIdentity: {} }]);
    expect(others).toBe(2);
  });

  it('may be empty', () => {
    expect(readConsoleCsv('')).toEqual({ events: [], others: 0 });
    expect(readConsoleCsv(`${TITLES}\n`)).toEqual({ events: [], others: 0 });
  });
});
