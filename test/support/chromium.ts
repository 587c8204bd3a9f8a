/** A real browser without a window, spoken to over a pipe (Chrome DevTools Protocol), for tests of HTML reports. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of this machine, or of `CHROMIUM`; `null` where there is none: scripts/install-chromium.mjs. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  return PLACES.find((place) => existsSync(place)) ?? null;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly [name: string]: unknown };
  readonly result?: { readonly [name: string]: unknown };
  readonly error?: { readonly message: string };
}

type Params = { readonly [name: string]: unknown };

/** A tab. All that it asked the network for, and all that it wrote to its console, is kept. */
export interface Page {
  readonly send: (method: string, params?: Params) => Promise<{ readonly [name: string]: unknown }>;
  /** Opens a file and waits until it is loaded. */
  readonly open: (url: string) => Promise<void>;
  /** Value of an expression in the page; promises are waited for, errors thrown. */
  readonly evaluate: (expression: string) => Promise<unknown>;
  readonly requests: readonly string[];
  readonly console: readonly string[];
  readonly dialogs: readonly string[];
}

/** Starts the browser, gives a tab to `use`, and ends the browser whatever happens. */
export async function withPage<T>(chromium: string, use: (page: Page) => Promise<T>): Promise<T> {
  const profile = mkdtempSync(path.join(tmpdir(), 'keytrail-chromium-'));
  const child = spawn(
    chromium,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--hide-scrollbars',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  try {
    return await use(await connect(child.stdio[3] as Writable, child.stdio[4] as Readable, ended));
  } finally {
    child.kill('SIGKILL');
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function connect(into: Writable, out: Readable, ended: Promise<void>): Promise<Page> {
  const waiting = new Map<number, { resolve: (message: Message) => void; reject: (error: Error) => void }>();
  const events: ((message: Message) => void)[] = [];
  const receive = (message: Message): void => {
    if (message.id === undefined) {
      for (const listen of events) listen(message);
    } else {
      waiting.get(message.id)?.resolve(message);
      waiting.delete(message.id);
    }
  };
  let parts: Buffer[] = [];
  out.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      receive(JSON.parse(Buffer.concat([...parts, rest.subarray(0, end)]).toString()) as Message);
      parts = [];
      rest = rest.subarray(end + 1);
    }
    parts.push(rest);
  });
  void ended.then(() => {
    for (const { reject } of waiting.values()) reject(new Error('the browser ended'));
  });

  let last = 0;
  const call = async (method: string, params: Params, sessionId?: string): Promise<Params> => {
    const id = ++last;
    const answer = await new Promise<Message>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      into.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result ?? {};
  };

  const { targetInfos } = (await call('Target.getTargets', {})) as unknown as {
    targetInfos: { type: string; targetId: string }[];
  };
  const { targetId } = targetInfos.find(({ type }) => type === 'page')!;
  const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
  const send = async (method: string, params: Params = {}): Promise<Params> =>
    call(method, params, sessionId as string);

  const [requests, console, dialogs]: [string[], string[], string[]] = [[], [], []];
  let loaded = (): void => undefined;
  events.push(({ method, params }) => {
    if (method === 'Page.loadEventFired') loaded();
    else if (method === 'Network.requestWillBeSent')
      requests.push((params!['request'] as { url: string }).url);
    else if (method === 'Runtime.consoleAPICalled') console.push(JSON.stringify(params!['args']));
    else if (method === 'Log.entryAdded') console.push((params!['entry'] as { text: string }).text);
    else if (method === 'Runtime.exceptionThrown') console.push(JSON.stringify(params!['exceptionDetails']));
    else if (method === 'Page.javascriptDialogOpening') dialogs.push(params!['message'] as string);
  });
  for (const domain of ['Page', 'Network', 'Runtime', 'Log']) await send(`${domain}.enable`);

  return {
    send,
    requests,
    console,
    dialogs,
    open: async (url) => {
      const done = new Promise<void>((resolve) => {
        loaded = resolve;
      });
      await send('Page.navigate', { url });
      await done;
    },
    evaluate: async (expression) => {
      const answer = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      if (answer['exceptionDetails'] !== undefined)
        throw new Error(JSON.stringify(answer['exceptionDetails']));
      return (answer['result'] as { value?: unknown }).value;
    },
  };
}
