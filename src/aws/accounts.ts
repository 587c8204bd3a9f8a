/** With which credentials each account is called: those of a profile, or a role that is assumed from there. */
import { KeytrailError } from '../error.ts';
import { backOffMs } from './back-off.ts';
import { loadService } from './clients.ts';
import type { ClientSettings, SdkClient, SdkCredentials } from './clients.ts';
import { toAwsError } from './errors.ts';

/** How the responder wants to call AWS. */
export interface Access {
  readonly profile?: string;
  /** For calls that have no region of their own. */
  readonly region: string;
  /** Name of the role to assume in accounts other than the profile's. */
  readonly roleName?: string;
  /** Account → ARN of a role to assume, or name of a profile. */
  readonly byAccount: ReadonlyMap<string, string>;
}

/** Who makes the calls in one account. */
export interface Identity {
  readonly account: string;
  /** Of the user or session. */
  readonly arn: string;
  readonly userId: string;
  readonly accessKeyId: string;
}

type Credentialed = Pick<ClientSettings, 'profile' | 'credentials'>;

/** Sessions are renewed this long before they end. */
const RENEW_MS = 5 * 60_000;
/** How often STS is asked at most. */
const ATTEMPTS = 8;

export class Accounts {
  readonly #access: Access;
  readonly #settings: (region: string) => Omit<ClientSettings, 'profile' | 'credentials'>;
  readonly #now: () => number;
  #own: Promise<Identity> | undefined;
  readonly #known = new Map<string, Promise<{ readonly use: Credentialed; readonly identity: Identity }>>();

  constructor(
    access: Access,
    settings: (region: string) => Omit<ClientSettings, 'profile' | 'credentials'>,
    now: () => number,
  ) {
    this.#access = access;
    this.#settings = settings;
    this.#now = now;
  }

  /** What clients for an account are opened with. @throws KeytrailError when there is no way into it. */
  async credentialsFor(account: string): Promise<Credentialed> {
    return (await this.#enter(account)).use;
  }

  /** Who calls in an account; asks AWS the first time. @throws KeytrailError when there is no way into it. */
  async identity(account: string): Promise<Identity> {
    return (await this.#enter(account)).identity;
  }

  /** Whose the credentials are that all begins with. @throws KeytrailError when AWS does not know them. */
  async own(): Promise<Identity> {
    if (this.#own === undefined) {
      this.#own = this.#identify(this.#base());
      // The next call tries again.
      this.#own.catch(() => {
        this.#own = undefined;
      });
    }
    return this.#own;
  }

  async #enter(account: string): Promise<{ readonly use: Credentialed; readonly identity: Identity }> {
    let entered = this.#known.get(account);
    if (entered === undefined) {
      entered = this.#find(account);
      this.#known.set(account, entered);
      // The next call tries again.
      entered.catch(() => this.#known.delete(account));
    }
    return entered;
  }

  async #find(account: string): Promise<{ readonly use: Credentialed; readonly identity: Identity }> {
    const base = this.#base();
    const given = this.#access.byAccount.get(account);
    if (given !== undefined && !given.startsWith('arn:')) return this.#checked(account, { profile: given });
    if (given !== undefined) return this.#checked(account, this.#assumed(base, given));
    const own = await this.own();
    if (own.account === account) return { use: base, identity: own };
    if (this.#access.roleName === undefined)
      throw new KeytrailError(`no way into account ${account}: the credentials are of ${own.account}`, {
        hint: `Name a role to assume there (--role NAME), or --in ${account}=PROFILE or ROLE-ARN.`,
      });
    const partition = own.arn.split(':')[1] ?? 'aws';
    return this.#checked(
      account,
      this.#assumed(base, `arn:${partition}:iam::${account}:role/${this.#access.roleName}`),
    );
  }

  #base(): Credentialed {
    return this.#access.profile === undefined ? {} : { profile: this.#access.profile };
  }

  async #checked(account: string, use: Credentialed): Promise<{ use: Credentialed; identity: Identity }> {
    const identity = await this.#identify(use);
    if (identity.account !== account)
      throw new KeytrailError(`the credentials for account ${account} are of ${identity.account}`, {
        hint: 'Check --in, --role and --profile.',
      });
    return { use, identity };
  }

  async #identify(use: Credentialed): Promise<Identity> {
    return this.#withSts(use, async (client, command) => {
      const answer = (await client.send(command('GetCallerIdentity', {}))) as {
        readonly Account?: string;
        readonly Arn?: string;
        readonly UserId?: string;
      };
      const { accessKeyId } = await client.config.credentials();
      return {
        account: answer.Account ?? '',
        arn: answer.Arn ?? '',
        userId: answer.UserId ?? '',
        accessKeyId,
      };
    });
  }

  /** Credentials of a role, assumed anew before they end. */
  #assumed(base: Credentialed, roleArn: string): Credentialed {
    let current: Promise<SdkCredentials> | undefined;
    let renewMs = 0;
    const renew = async (): Promise<SdkCredentials> => {
      try {
        const got = await this.#assume(base, roleArn);
        renewMs = (got.expiration?.getTime() ?? 0) - RENEW_MS;
        return got;
      } catch (error) {
        // The next call tries again.
        current = undefined;
        throw error;
      }
    };
    return {
      credentials: async () => {
        if (current === undefined || this.#now() >= renewMs) {
          renewMs = Infinity;
          current = renew();
        }
        return current;
      },
    };
  }

  async #assume(base: Credentialed, roleArn: string): Promise<SdkCredentials> {
    return this.#withSts(base, async (client, command) => {
      const answer = (await client.send(
        command('AssumeRole', { RoleArn: roleArn, RoleSessionName: 'keytrail' }),
      )) as {
        readonly Credentials?: {
          readonly AccessKeyId: string;
          readonly SecretAccessKey: string;
          readonly SessionToken: string;
          readonly Expiration: Date;
        };
      };
      const { Credentials: got } = answer;
      if (got === undefined) throw new KeytrailError(`${roleArn} was assumed, and no credentials came back`);
      return {
        accessKeyId: got.AccessKeyId,
        secretAccessKey: got.SecretAccessKey,
        sessionToken: got.SessionToken,
        expiration: got.Expiration,
      };
    });
  }

  async #withSts<T>(
    use: Credentialed,
    work: (client: SdkClient, command: (operation: string, input: object) => unknown) => Promise<T>,
  ): Promise<T> {
    const sts = (await loadService('sts'))!;
    const client = sts.open({ ...this.#settings(this.#access.region), ...use });
    try {
      for (let attempt = 0; ; attempt++) {
        try {
          return await work(client, (operation, input) => sts.command(operation, input));
        } catch (error) {
          if (error instanceof KeytrailError) throw error;
          if (attempt + 1 >= ATTEMPTS || !isThrottled(error)) throw unknownCredentials(error as Error);
          await new Promise((resolve) => setTimeout(resolve, backOffMs(attempt, Math.random())));
        }
      }
    } finally {
      client.destroy();
    }
  }
}

/** An organization of many accounts is many roles to assume. */
function isThrottled(error: unknown): boolean {
  return toAwsError(error, { service: 'sts', operation: 'AssumeRole', input: {} }).kind === 'throttled';
}

function unknownCredentials(error: Error): KeytrailError {
  return new KeytrailError(
    `AWS does not know the credentials, or cannot be reached: ${error.name}: ${error.message}`,
    {
      hint: 'Check --profile, the variables AWS_…, and that the credentials are not expired.',
      cause: error,
    },
  );
}
