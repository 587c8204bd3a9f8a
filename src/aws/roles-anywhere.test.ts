import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SdkClient, Service } from './clients.ts';
import { loadService } from './clients.ts';
import { toAwsError } from './errors.ts';

const SECRET = 'made/up/secret';
const call = { service: 'rolesanywhere', operation: 'DisableTrustAnchor', input: {} };

/** Whether a request is signed as https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html says. */
function isSigned({ method, url, headers }: IncomingMessage): boolean {
  const found =
    /Credential=(\S+?)\/(\d+\/([\w-]+)\/(\w+)\/aws4_request), SignedHeaders=(\S+), Signature=(\w+)/.exec(
      headers.authorization ?? '',
    );
  if (found === null) return false;
  const [, , scope = '', region = '', service = '', names = '', signature] = found;
  const canonical = [
    method,
    // Paths are encoded once more to be signed.
    url!
      .split('/')
      .map((part) => encodeURIComponent(part))
      .join('/'),
    '',
    ...names.split(';').map((name) => `${name}:${String(headers[name])}`),
    '',
    names,
    createHash('sha256').update('').digest('hex'),
  ].join('\n');
  const text = [
    'AWS4-HMAC-SHA256',
    headers['x-amz-date'],
    scope,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  let key: string | Buffer = `AWS4${SECRET}`;
  for (const part of [scope.split('/')[0]!, region, service, 'aws4_request'])
    key = createHmac('sha256', key).update(part).digest();
  return service === 'rolesanywhere' && createHmac('sha256', key).update(text).digest('hex') === signature;
}

describe('calls to Roles Anywhere', () => {
  const seen: { line: string; isSigned: boolean; agent: string }[] = [];
  let answer: { status: number; type: string; text: string };
  const server = createServer((incoming, outgoing) => {
    seen.push({
      line: `${incoming.method} ${incoming.url}`,
      isSigned: isSigned(incoming),
      agent: incoming.headers['user-agent'] ?? '',
    });
    outgoing.writeHead(answer.status, { 'x-amzn-errortype': answer.type }).end(answer.text);
  });
  let service: Service;
  let client: SdkClient;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    process.env['AWS_ENDPOINT_URL_ROLESANYWHERE'] = `http://127.0.0.1:${port}`;
    service = (await loadService('rolesanywhere'))!;
    client = service.open({
      region: 'eu-west-1',
      credentials: () => Promise.resolve({ accessKeyId: 'AKIARESPONDEREXAMPLE', secretAccessKey: SECRET }),
      maxAttempts: 1,
      customUserAgent: [
        ['keytrail', '1'],
        ['case', 'INC-1'],
      ],
      requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
    });
  });

  beforeEach(() => {
    seen.length = 0;
    answer = { status: 200, type: '', text: '{"trustAnchor":{"enabled":false}}' };
  });

  afterAll(async () => {
    delete process.env['AWS_ENDPOINT_URL_ROLESANYWHERE'];
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('are signed, and say who makes them', async () => {
    const sent = await client.send(service.command('DisableTrustAnchor', { trustAnchorId: 'a b/c' }));
    expect(sent).toEqual({ trustAnchor: { enabled: false } });
    expect(seen).toEqual([
      { line: 'POST /trustanchor/a%20b%2Fc/disable', isSigned: true, agent: 'keytrail/1 case/INC-1' },
    ]);
  });

  it.each([
    [
      404,
      'ResourceNotFoundException:http://x/',
      '{"message":"no"}',
      'not found',
      'ResourceNotFoundException',
    ],
    [403, 'AccessDeniedException', '{"Message":"no"}', 'denied', 'AccessDeniedException'],
    [503, 'ServiceUnavailableException', '<html>', 'no answer', 'ServiceUnavailableException'],
    [429, 'ThrottlingException', '{}', 'throttled', 'ThrottlingException'],
  ])('fail as those of the SDK do: %s', async (status, type, text, kind, code) => {
    answer = { status, type, text };
    const failed = client.send(service.command('DisableTrustAnchor', { trustAnchorId: 'x' }));
    const error = await failed.then(
      () => undefined,
      (caught: unknown) => toAwsError(caught, call),
    );
    expect(error).toMatchObject({ kind, code, status });
  });

  it('that reach nobody say so', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await new Promise((resolve) => other.close(resolve));
    process.env['AWS_ENDPOINT_URL_ROLESANYWHERE'] = `http://127.0.0.1:${port}`;
    const failed = client.send(service.command('GetProfile', { profileId: 'x' }));
    const error = await failed.catch((caught: unknown) => toAwsError(caught, call));
    expect(error).toMatchObject({ kind: 'not sent' });
  });

  it('are six', () => {
    expect(service.command('DeleteTrustAnchor', {})).toBeUndefined();
    expect(service.command('constructor', {})).toBeUndefined();
  });
});
