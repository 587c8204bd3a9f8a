/** Makes calls with the SDK: each with the credentials of its account, and repeated only where that is safe. */
import { KeytrailError } from '../error.ts';
import type { JsonObject } from '../json.ts';
import type { Call, CallPlace, Caller } from '../respond/action.ts';
import { AwsError } from '../respond/aws-error.ts';
import { isRead } from '../respond/operation.ts';
import type { Access, Identity } from './accounts.ts';
import { Accounts } from './accounts.ts';
import { jsonAnswer } from './answer.ts';
import { backOffMs } from './back-off.ts';
import { loadService, sdkInput } from './clients.ts';
import type { ClientSettings, SdkClient, Service } from './clients.ts';
import { retryAfterMs, toAwsError } from './errors.ts';
import { Turns } from './turns.ts';

export interface CallerSettings {
  readonly access: Access;
  /** What AWS sees in its logs: `keytrail/0.1.0`, `case/INC-1234`. */
  readonly userAgent: [string, string][];
  /** Milliseconds after which a call that was not answered counts as lost. */
  readonly timeoutMs?: number;
  /** How often a call is made at most. */
  readonly attempts?: number;
}

const TIMEOUT_MS = 30_000;
const ATTEMPTS = 8;

/**
 * - What was not carried out (throttled, never sent) is repeated, with back-off.
 * - Reads are repeated when the answer is lost; a change is not: `no answer` is thrown, and whoever asked for it
 *   looks what is there before anything is asked for again.
 * - Changes of one IAM principal are made one after the other.
 */
export class SdkCaller implements Caller {
  readonly #settings: Required<CallerSettings>;
  readonly #accounts: Accounts;
  readonly #clients = new Map<string, Promise<{ service: Service; client: SdkClient }>>();
  readonly #turns = new Turns();

  constructor(settings: CallerSettings) {
    this.#settings = { timeoutMs: TIMEOUT_MS, attempts: ATTEMPTS, ...settings };
    this.#accounts = new Accounts(settings.access, (region) => this.#clientSettings(region), Date.now);
  }

  /** Who calls in an account. @throws KeytrailError when there is no way into it. */
  async identity(account: string): Promise<Identity> {
    return this.#accounts.identity(account);
  }

  /** Whose the credentials are that all begins with. @throws KeytrailError when AWS does not know them. */
  async ownIdentity(): Promise<Identity> {
    return this.#accounts.own();
  }

  /** @throws AwsError; KeytrailError when there is no way into the account. */
  async call(call: Call, place: CallPlace): Promise<JsonObject> {
    const subject = isRead(call.operation) ? undefined : principalOf(call);
    const repeat = async (): Promise<JsonObject> => this.#repeated(call, place);
    return subject === undefined ? repeat() : this.#turns.take(`${place.account} ${subject}`, repeat);
  }

  /** Lets go of all connections. */
  async close(): Promise<void> {
    for (const opened of this.#clients.values()) (await opened).client.destroy();
    this.#clients.clear();
  }

  async #repeated(call: Call, place: CallPlace): Promise<JsonObject> {
    for (let attempt = 0; ; attempt++) {
      try {
        const { service, client } = await this.#client(call.service, place);
        const command = service.command(call.operation, sdkInput(call.operation, call.input));
        if (command === undefined)
          throw new AwsError('NoSuchOperation', `${call.service} has no operation ${call.operation}`, {
            kind: 'no client',
          });
        return jsonAnswer(await client.send(command));
      } catch (cause) {
        if (cause instanceof KeytrailError) throw cause;
        const error = toAwsError(cause, call);
        if (attempt + 1 >= this.#settings.attempts || !isRepeatable(error, call)) throw error;
        const waitMs = Math.max(backOffMs(attempt, Math.random()), retryAfterMs(cause));
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  }

  async #client(
    name: string,
    { account, region }: CallPlace,
  ): Promise<{ service: Service; client: SdkClient }> {
    const key = `${name} ${account} ${region}`;
    let opened = this.#clients.get(key);
    if (opened === undefined) {
      opened = this.#open(name, account, region === '' ? this.#settings.access.region : region);
      this.#clients.set(key, opened);
      opened.catch(() => this.#clients.delete(key));
    }
    return opened;
  }

  async #open(
    name: string,
    account: string,
    region: string,
  ): Promise<{ service: Service; client: SdkClient }> {
    const service = await loadService(name);
    if (service === undefined)
      throw new AwsError('NoClient', `Keytrail makes no calls to ${name}: make this one by hand`, {
        kind: 'no client',
      });
    const use = await this.#accounts.credentialsFor(account);
    return { service, client: service.open({ ...this.#clientSettings(region), ...use }) };
  }

  #clientSettings(region: string): Omit<ClientSettings, 'profile' | 'credentials'> {
    const { userAgent, timeoutMs } = this.#settings;
    return {
      region,
      maxAttempts: 1,
      customUserAgent: userAgent,
      requestHandler: {
        connectionTimeout: Math.min(5000, timeoutMs),
        requestTimeout: timeoutMs,
        throwOnRequestTimeout: true,
      },
    };
  }
}

function isRepeatable({ kind }: AwsError, { operation }: Call): boolean {
  return kind === 'throttled' || kind === 'not sent' || (kind === 'no answer' && isRead(operation));
}

/** The IAM principal or policy that a call changes; undefined for others. */
function principalOf({ service, input }: Call): string | undefined {
  if (service !== 'iam') return undefined;
  for (const name of ['UserName', 'RoleName', 'GroupName', 'PolicyArn', 'InstanceProfileName']) {
    const value = input[name];
    if (typeof value === 'string') return `${name} ${value}`;
  }
  return undefined;
}
