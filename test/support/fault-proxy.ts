/** Stands before moto and does what networks and services do: refuse, break off, lose answers, show what was. */
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withRootRow } from '../aws/account-gaps.ts';
import { newGaps } from '../aws/gaps.ts';
import type { Gaps } from '../aws/gaps.ts';

export type Fault =
  | '429'
  | '500'
  /** The quota is used up. */
  | 'no room'
  /** Never answered, never passed on. */
  | 'silence'
  /** The connection breaks before, or after, the call was carried out. */
  | 'reset before'
  | 'reset after'
  /** Carried out, and answered with an error of the server. */
  | '500 after';

export interface FaultProxy {
  readonly url: string;
  /** Operations in the order in which they arrived. */
  readonly seen: string[];
  /** What happens to a call; undefined passes it on. */
  fault: (operation: string, body: string) => Fault | undefined;
  /** Called when a call has been carried out, before it is answered. */
  carriedOut: (operation: string) => void;
  /** What moto lacks. */
  readonly gaps: Gaps;
  /** For so many milliseconds after a change, reads show what was before. */
  staleMs: number;
  stop(): Promise<void>;
}

/** @param target URL of moto */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const answers = new Map<
    string,
    { readonly status: number; readonly type: string; readonly body: Buffer }
  >();
  let changedMs = 0;
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    fault: () => undefined,
    carriedOut: () => undefined,
    gaps: newGaps(),
    staleMs: 0,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    const operation = operationOf(incoming, body);
    proxy.seen.push(operation);
    const fault = proxy.fault(operation, body.toString());
    if (fault === 'silence') return;
    if (fault === 'reset before') {
      incoming.socket.resetAndDestroy();
      return;
    }
    if (fault === '429' || fault === '500' || fault === 'no room') {
      refuse(outgoing, fault);
      return;
    }
    const key = `${incoming.method} ${incoming.url} ${body.toString()}`;
    const isRead = /^(?:Get|List|Describe)/.test(operation);
    const known = answers.get(key);
    if (isRead && known !== undefined && Date.now() - changedMs < proxy.staleMs) {
      outgoing.writeHead(known.status, { 'content-type': known.type }).end(known.body);
      return;
    }
    const gap = proxy.gaps.answer(operation, body.toString());
    const answer = gap === undefined ? await pass(incoming, body) : { ...gap, body: Buffer.from(gap.body) };
    answer.body = withRootRow(proxy.gaps.account, operation, answer.body);
    if (isRead) answers.set(key, answer);
    else changedMs = Date.now();
    proxy.carriedOut(operation);
    if (fault === 'reset after') incoming.socket.resetAndDestroy();
    else if (fault === '500 after') refuse(outgoing, '500');
    else outgoing.writeHead(answer.status, { 'content-type': answer.type, ...gap?.headers }).end(answer.body);
  }

  async function pass(
    incoming: IncomingMessage,
    body: Buffer,
  ): Promise<{ status: number; type: string; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const { host: _, connection: __, ...headers } = incoming.headers;
      const outgoing = request(
        `${target}${incoming.url}`,
        { method: incoming.method, headers, agent: false },
        (answer) => {
          bodyOf(answer).then(
            (bytes) =>
              resolve({
                status: answer.statusCode!,
                type: answer.headers['content-type'] ?? '',
                body: bytes,
              }),
            reject,
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
  return proxy;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function operationOf({ headers, method, url }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(target.lastIndexOf('.') + 1);
  return /(?:^|&)Action=(\w+)/.exec(body.toString())?.[1] ?? `${method} ${url}`;
}

const REFUSALS = {
  '429': [429, 'Throttling'],
  '500': [500, 'InternalFailure'],
  'no room': [409, 'LimitExceeded'],
} as const;

function refuse(outgoing: ServerResponse, fault: keyof typeof REFUSALS): void {
  const [status, code] = REFUSALS[fault];
  outgoing
    .writeHead(status, { 'content-type': 'text/xml' })
    .end(`<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`);
}
