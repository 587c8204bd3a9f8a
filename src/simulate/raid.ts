/** What an intruder does, call by call: an attack is written with it, and it keeps the labels. */
import type { Account, Role } from './account.ts';
import type { Tool } from './agents.ts';
import { denialOf, isDataEvent } from './call.ts';
import type { Call, CallError } from './call.ts';
import { DAY_MS, MINUTE_MS, START_MS } from './calendar.ts';
import type { Holder } from './holder.ts';
import { browse, signIn } from './lives/console.ts';
import {
  assumeRole,
  createKey,
  createLoginProfileCall,
  createUserCall,
  sharedCopy,
  tokenCall,
} from './minting.ts';
import type { Where } from './minting.ts';
import type { Organisation } from './organisation.ts';
import type { Random } from './random.ts';
import { makeConsoleSession, makeFederation, makeSessionToken, makeUser } from './signer.ts';
import type { Signer, User } from './signer.ts';

/** `parent` was used to get `child`, or power over it. */
export interface TrueEdge {
  readonly parent: string;
  readonly child: string;
  readonly mechanism: string;
}

/** Something left behind: the call that planted it, and on what. */
export interface Planted {
  readonly mechanism: string;
  readonly account: string;
  readonly target: string;
}

export interface RaidSetting {
  readonly organisation: Organisation;
  readonly random: Random;
  readonly incident: string;
  readonly attack: string;
  readonly startMs: number;
}

type Details = Partial<Pick<Call, 'parameters' | 'response' | 'resources' | 'error' | 'region' | 'more'>>;

export class Raid {
  readonly organisation: Organisation;
  readonly random: Random;
  readonly calls: Call[] = [];
  readonly leaked: string[] = [];
  readonly minted: string[] = [];
  readonly edges: TrueEdge[] = [];
  readonly planted: Planted[] = [];
  readonly #incident: string;
  readonly #attack: string;
  #timeMs: number;
  #signer: Signer | undefined;
  #address = '';
  #tool: Tool = () => '-';
  #sid: string;

  constructor({ organisation, random, incident, attack, startMs }: RaidSetting) {
    this.organisation = organisation;
    this.random = random;
    this.#incident = incident;
    this.#attack = attack;
    this.#timeMs = startMs;
    this.#sid = random.hex(12);
  }

  get timeMs(): number {
    return this.#timeMs;
  }

  /** Day of the made-up time, from 0. */
  get day(): number {
    return Math.floor((this.#timeMs - START_MS) / DAY_MS);
  }

  get signer(): Signer {
    if (this.#signer === undefined) throw new Error(`${this.#attack}: nobody signs yet.`);
    return this.#signer;
  }

  get account(): Account {
    return this.signer.account;
  }

  get region(): string {
    return this.account.regions[0] ?? 'us-east-1';
  }

  /** From now on: from this address, with this tool, in a new terminal. */
  from(address: string, tool: Tool): this {
    this.#address = address;
    this.#tool = tool;
    this.#sid = this.random.hex(12);
    return this;
  }

  /** From now on, with this credential. */
  as(signer: Signer): this {
    this.#signer = signer;
    return this;
  }

  /** From now on, with the key of a holder, which leaked. */
  steal(holder: Holder): this {
    const key = holder.keyOn(this.day);
    if (!this.leaked.includes(key.id)) this.leaked.push(key.id);
    return this.as(key);
  }

  /** Lets time pass. */
  wait(minutes: number): this {
    this.#timeMs += Math.ceil(minutes * MINUTE_MS * (0.5 + this.random.unit()));
    return this;
  }

  /** One call that succeeds, or fails with `error`. */
  call(api: string, details: Details = {}): this {
    return this.#add({ ...this.#where(api), api, ...details });
  }

  /** Several calls, one after the other. */
  each(apis: readonly string[], details: Details = {}): this {
    for (const api of apis) this.call(api, details);
    return this;
  }

  /** A call without permission. */
  denied(api: string, details: Details = {}): this {
    return this.call(api, { ...details, error: denialOf(this.signer, api) });
  }

  /** Calls of which those succeed that the holder's own work needs; an administrator's all do. */
  explore(holder: Holder, apis: readonly string[], details: Details = {}): this {
    for (const api of apis) {
      if (holder.admin || holder.repertoire.includes(api) || api === 'sts:GetCallerIdentity')
        this.call(api, details);
      else this.denied(api, details);
    }
    return this;
  }

  /** Calls that the owner makes too, and nothing else; such as the trail records. */
  imitate(holder: Holder, count: number): this {
    const recorded = holder.repertoire.filter((api) => this.account.dataEvents || !isDataEvent(api));
    const usual = recorded.length === 0 ? ['sts:GetCallerIdentity'] : recorded;
    for (let n = 0; n < count; n++) this.call(this.random.pick(usual));
    return this;
  }

  fail(api: string, error: CallError, details: Details = {}): this {
    return this.call(api, { ...details, error });
  }

  /** Takes a role and goes on as it. */
  assume(role: Role, session: string): this {
    const { call, signer } = assumeRole(this.#where('sts:AssumeRole'), role, session, this.random);
    const copies = role.account === this.account ? [call] : sharedCopy(call, role, this.random.uuid());
    for (const [n, copy] of copies.entries()) {
      if (n === 0) this.#add(copy);
      else this.calls.push({ ...copy, hostile: this.#label(call.signer) });
    }
    this.#mint(signer, 'AssumeRole');
    return this.as(signer);
  }

  /** Makes a key for a user, who need not be the caller. */
  plantKey(user: User): Signer {
    const { call, signer } = createKey(this.#where('iam:CreateAccessKey'), user, this.random);
    this.#add(call);
    this.#mint(signer, 'CreateAccessKey');
    this.plant('CreateAccessKey', `${user.name} ${signer.id}`);
    return signer;
  }

  plantUser(name: string): User {
    const user = makeUser(this.account, name, this.random);
    this.#add(createUserCall(this.#where('iam:CreateUser'), user));
    this.plant('CreateUser', name);
    return user;
  }

  /** Attaches AdministratorAccess to a user. */
  plantRights(user: User): this {
    const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    this.call('iam:AttachUserPolicy', { parameters: { userName: user.name, policyArn } });
    return this.plant('AttachUserPolicy', `${user.name} ${policyArn}`);
  }

  /** Gives a user a password. */
  plantPassword(user: User): this {
    this.#add(createLoginProfileCall(this.#where('iam:CreateLoginProfile'), user));
    const child = `password:${user.arn}`;
    this.edges.push({ parent: this.signer.id, child, mechanism: 'CreateLoginProfile' });
    this.minted.push(child);
    return this.plant('CreateLoginProfile', user.name);
  }

  sessionToken(user: User): this {
    const signer = makeSessionToken(user, this.#timeMs, this.random);
    this.#add(tokenCall(this.#where('sts:GetSessionToken'), signer, { durationSeconds: 43_200 }));
    this.#mint(signer, 'GetSessionToken');
    return this.as(signer);
  }

  /** GetFederationToken with all rights, and on as the federated user. */
  federate(user: User, name: string): this {
    const signer = makeFederation(user, name, this.#timeMs, this.random);
    const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
    this.#add(
      tokenCall(
        this.#where('sts:GetFederationToken'),
        signer,
        { name, policy, durationSeconds: 129_600 },
        { arn: signer.arn, federatedUserId: `${user.account.id}:${name}` },
      ),
    );
    this.#mint(signer, 'GetFederationToken');
    return this.as(signer);
  }

  /** From temporary credentials to a session in the console: GetSigninToken, ConsoleLogin. */
  openConsole(web: Tool): this {
    const parent = this.signer;
    this.call('signin:GetSigninToken', { response: { GetSigninToken: 'Success' }, region: 'us-east-1' });
    const agent = web({ timeMs: this.#timeMs, api: 'signin:ConsoleLogin', sid: '' });
    const session = makeConsoleSession(parent, this.#timeMs, false);
    const { accessKeyId: _, ...identity } = parent.identity;
    this.#add({
      ...this.#where('signin:ConsoleLogin'),
      api: 'signin:ConsoleLogin',
      region: 'us-east-1',
      agent,
      signer: { ...parent, identity },
      parameters: null,
      response: { ConsoleLogin: 'Success' },
      more: {
        additionalEventData: {
          LoginTo: 'https://console.aws.amazon.com/console/home',
          MobileVersion: 'No',
          MFAUsed: 'No',
        },
      },
    });
    this.#mint(session, 'ConsoleLogin');
    return this.as(session);
  }

  /** Signs in to the console with a password. */
  signIn(user: User, web: Tool, mfa: boolean): this {
    const timeMs = this.#timeMs;
    const agent = web({ timeMs, api: 'signin:ConsoleLogin', sid: '' });
    const { call, session } = signIn(user, { timeMs, address: this.#address, agent, mfa });
    this.#add(call);
    this.edges.push({ parent: call.signer.id, child: session.id, mechanism: 'ConsoleLogin' });
    this.minted.push(session.id);
    return this.as(session);
  }

  /** Opens pages in the console, which ask for these. */
  browse(web: Tool, apis: readonly string[]): this {
    const startMs = this.#timeMs;
    const series = { startMs, address: this.#address, tool: web, region: this.region, apis };
    for (const call of browse(this.signer, series, this.random)) this.#add(call);
    return this;
  }

  /** Adds a call of the owner's that the attack builds on. */
  before(call: Call): this {
    this.calls.push(call);
    return this;
  }

  /** Notes something that was left behind. */
  plant(mechanism: string, target: string): this {
    this.planted.push({ mechanism, account: this.account.id, target });
    return this;
  }

  #where(api: string): Where {
    return {
      timeMs: this.#timeMs,
      signer: this.signer,
      region: this.region,
      address: this.#address,
      agent: this.#tool({ timeMs: this.#timeMs, api, sid: this.#sid }),
    };
  }

  #label(signer: Signer): NonNullable<Call['hostile']> {
    return { incident: this.#incident, attack: this.#attack, credential: signer.id };
  }

  #add(call: Call): this {
    this.calls.push({ ...call, hostile: this.#label(call.signer) });
    this.#timeMs = call.timeMs + 1_000 + this.random.below(14_000);
    return this;
  }

  #mint(child: Signer, mechanism: string): void {
    this.edges.push({ parent: this.signer.id, child: child.id, mechanism });
    this.minted.push(child.id);
  }
}
