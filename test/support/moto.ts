/** A moto server of one's own: AWS on this machine, for the tests that act on it. */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SdkCaller } from '../../src/aws/sdk-caller.ts';
import type { JsonObject } from '../../src/json.ts';

const SETUP = fileURLToPath(new URL('../../scripts/setup-moto.mjs', import.meta.url));
const SERVER = fileURLToPath(new URL('../aws/moto_server.py', import.meta.url));

/** Where a machine has no Python, its owner says so, and the tests are left out. */
export const WITHOUT_MOTO: boolean = process.env['KEYTRAIL_NO_MOTO'] === '1';

/** The account that moto has from the start. */
export const ACCOUNT = '123456789012';

export interface Moto {
  readonly url: string;
  /** Variables with which a program, and this one, calls it. */
  readonly env: Readonly<Record<string, string>>;
  /** Empties all accounts. */
  reset(): Promise<void>;
  /** What IAM's clock shows from now on, and the ID of the access key that is made next. */
  next(wish: { readonly time?: string; readonly accessKeyId?: string }): Promise<void>;
  /** From now on signatures and policies are checked, or not. */
  checkPolicies(on: boolean): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a server; sets moto up when that was never done.
 *
 * @param managedPolicies whether the account knows the policies of AWS; emptying it then takes a second
 * @param account the only account there is
 */
export async function startMoto({
  managedPolicies = false,
  account,
}: { readonly managedPolicies?: boolean; readonly account?: string } = {}): Promise<Moto> {
  const { stdout } = await promisify(execFile)(process.execPath, [SETUP]).catch(
    (error: { stderr?: string }) => {
      throw new Error(error.stderr ?? 'moto cannot be set up');
    },
  );
  const port = await freePort();
  const server = spawn('python3', [SERVER, '-H', '127.0.0.1', '-p', String(port)], {
    env: {
      ...process.env,
      PYTHONPATH: stdout.trim(),
      MOTO_IAM_LOAD_MANAGED_POLICIES: String(managedPolicies),
      MOTO_EC2_LOAD_DEFAULT_AMIS: 'false',
      ...(account === undefined ? {} : { MOTO_ACCOUNT_ID: account }),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = `http://127.0.0.1:${port}`;
  await answering(url, server);
  const post = async (place: string, body = ''): Promise<void> => {
    const answer = await fetch(`${url}/${place}`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`moto: ${place}: ${answer.status}`);
  };
  return {
    url,
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'AKIARESPONDEREXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_REGION: 'us-east-1',
      AWS_CONFIG_FILE: path.join(os.tmpdir(), 'keytrail-no-config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(os.tmpdir(), 'keytrail-no-credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    reset: async () => post('moto-api/reset'),
    next: async (wish) => post('keytrail/next', JSON.stringify(wish)),
    checkPolicies: async (on) => post('moto-api/reset-auth', on ? '0' : '1000000000'),
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGKILL');
      await ended;
    },
  };
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  let said = '';
  server.stderr?.on('data', (piece: Buffer) => {
    said = (said + piece.toString()).slice(-4000);
  });
  for (let n = 0; n < 300; n++) {
    if (server.exitCode !== null) throw new Error(`moto ended: ${said}`);
    const isUp = await fetch(`${url}/moto-api/data.json`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`moto does not answer: ${said}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Makes this process call the server, as the program does. */
export function callFromHere(env: Readonly<Record<string, string>>): void {
  Object.assign(process.env, env);
}

export type Ask = (
  service: string,
  operation: string,
  input?: JsonObject,
  region?: string,
) => Promise<JsonObject>;

/** Calls for setting the scene and looking at it, with the credentials of this process. */
export function askingAws(
  account: string = ACCOUNT,
  attempts = 1,
  roleName?: string,
): { ask: Ask; caller: SdkCaller } {
  const caller = new SdkCaller({
    access: { region: 'us-east-1', byAccount: new Map(), ...(roleName === undefined ? {} : { roleName }) },
    userAgent: [['keytrail', 'test']],
    attempts,
  });
  return {
    caller,
    ask: async (service, operation, input = {}, region = '') =>
      caller.call({ service, operation, input }, { account, region }),
  };
}
