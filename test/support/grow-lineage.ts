/** Grows a tree of credentials from random numbers: the records that show it, and what made what. */
import type { JsonObject } from '../../src/json.ts';
import {
  assumeRole,
  at,
  consoleLogin,
  credentials,
  record,
  roleSession,
  use,
  user,
  userArn,
  userSession,
} from './lineage-trail.ts';

/** One branch: what is made, from which of the credentials that are there, and whether the answer is logged. */
export interface Branch {
  readonly make: 'role' | 'token' | 'user' | 'login' | 'instance' | 'relay';
  readonly from: number;
  readonly by: number;
  readonly isDropped: boolean;
  readonly uses: number;
}

export interface Tree {
  readonly records: readonly JsonObject[];
  /** `parent > child (mechanism)`. */
  readonly edges: ReadonlySet<string>;
}

interface Node {
  readonly id: string;
  /** Its `userIdentity`, and fields beside it. */
  readonly by: JsonObject;
  readonly more: JsonObject;
  /** Name of the IAM user with a long-lived key; `''` for sessions. */
  readonly user: string;
}

/** Branches are so far apart that no second and no quarter of an hour is shared. */
const STEP = 2000;

export function growLineage(branches: readonly Branch[]): Tree {
  const tree = new Growing();
  branches.forEach((branch, n) => {
    tree.grow(branch, (n + 1) * STEP, String(n).padStart(4, '0'));
  });
  return tree;
}

class Growing implements Tree {
  readonly records: JsonObject[] = [];
  readonly edges = new Set<string>();
  readonly #nodes: Node[] = [keyOf('u', 'AKIAROOT00000000')];
  /** Users whose calls services relayed, and users with sessions: never both, or none could say whose call it was. */
  readonly #plain = new Set<string>();
  readonly #withSessions = new Set<string>();

  grow(branch: Branch, time: number, number: string): void {
    const parent = this.#nodes[branch.from % this.#nodes.length]!;
    this.#use(parent, time - 1);
    switch (branch.make) {
      case 'role':
        this.#role(branch, parent, time, number);
        break;
      case 'token':
        this.#token(branch, parent, time, number);
        break;
      case 'user':
      case 'login':
        this.#user(branch, parent, time, number);
        break;
      case 'instance':
        this.#instance(branch, parent, time, number);
        break;
      case 'relay':
        this.#relay(parent, time, number);
        break;
    }
  }

  #role({ isDropped, uses }: Branch, parent: Node, time: number, number: string): void {
    const key = `ASIAROLE${number}0000`;
    this.records.push(
      assumeRole(time, parent.by, `role${number}`, 'session', isDropped ? null : key, parent.more),
    );
    const by = roleSession(`role${number}`, 'session', key, time);
    this.#add({ id: key, by, more: {}, user: '' }, parent, 'AssumeRole', time, isDropped ? uses + 1 : uses);
  }

  #token({ isDropped, uses }: Branch, parent: Node, time: number, number: string): void {
    if (parent.user === '' || this.#plain.has(parent.user)) return;
    this.#withSessions.add(parent.user);
    const key = `ASIATOKEN${number}000`;
    const response = isDropped ? null : credentials(key);
    this.records.push(
      record({ at: time, by: parent.by, api: 'sts:GetSessionToken', response, more: parent.more }),
    );
    const by = userSession(parent.user, key, time);
    this.#add(
      { id: key, by, more: {}, user: '' },
      parent,
      'GetSessionToken',
      time,
      isDropped ? uses + 1 : uses,
    );
  }

  /** A user that one credential makes, and another gives a key or a password. */
  #user({ make, by, uses }: Branch, parent: Node, time: number, number: string): void {
    const name = `user${number}`;
    const giver = this.#nodes[by % this.#nodes.length]!;
    const made = { user: { arn: userArn(name), userId: `AIDAUSER${number}`, userName: name } };
    const { by: who, more } = parent;
    this.records.push(record({ at: time, by: who, api: 'iam:CreateUser', response: made, more }));
    const child = make === 'user' ? this.#key(name, giver, time, number) : this.#password(name, giver, time);
    if (giver !== parent) this.edges.add(`${parent.id} > ${child} (CreateUser)`);
    if (make === 'user') this.#add(keyOf(name, child), giver, 'CreateAccessKey', time + 10, uses);
    else this.#login(name, giver, time, uses);
  }

  #key(name: string, giver: Node, time: number, number: string): string {
    const key = `AKIAUSER${number}0000`;
    const response = { accessKey: { accessKeyId: key, userName: name } };
    const { by, more } = giver;
    this.records.push(
      record({ at: time + 10, by, api: 'iam:CreateAccessKey', request: { userName: name }, response, more }),
    );
    return key;
  }

  #password(name: string, { by, more }: Node, time: number): string {
    const request = { userName: name };
    this.records.push(record({ at: time + 10, by, api: 'iam:CreateLoginProfile', request, more }));
    return `password:${userArn(name)}`;
  }

  #login(name: string, giver: Node, time: number, uses: number): void {
    this.#withSessions.add(name);
    this.edges.add(`${giver.id} > password:${userArn(name)} (CreateLoginProfile)`);
    const created = time + 20;
    this.records.push(consoleLogin(created, name));
    const id = `console:${userArn(name)}@${at(created)}`;
    const by = userSession(name, `ASIACONSOLE${id.length}${time}`, created);
    const password = { id: `password:${userArn(name)}`, by, more: {}, user: '' };
    const node = { id, by, more: { sessionCredentialFromConsole: 'true' }, user: '' };
    this.#add(node, password, 'ConsoleLogin', created, uses);
    // The console uses another key for the next page.
    this.#use({ ...node, by: { ...by, accessKeyId: `ASIAOTHER${id.length}${time}` } }, created + 50);
  }

  #instance({ uses }: Branch, parent: Node, time: number, number: string): void {
    const instanceId = `i-0000000000000${number}`;
    const response = { instancesSet: { items: [{ instanceId }] } };
    this.records.push(
      record({ at: time, by: parent.by, api: 'ec2:RunInstances', response, more: parent.more }),
    );
    const key = `ASIAINST${number}0000`;
    const by = roleSession(`web${number}`, instanceId, key, time + 5);
    this.#add({ id: key, by, more: {}, user: '' }, parent, 'RunInstances', time, uses + 1);
  }

  /** A service calls for the parent, with a key of its own. */
  #relay(parent: Node, time: number, number: string): void {
    if (parent.user === '') return;
    if (this.#withSessions.has(parent.user)) return;
    this.#plain.add(parent.user);
    const by = userSession(parent.user, `ASIARELAY${number}000`, time);
    this.#use({ ...parent, by: { ...by, invokedBy: 'kms.amazonaws.com' } }, time + 1);
  }

  #add(node: Node, parent: Node, mechanism: string, time: number, uses: number): void {
    this.edges.add(`${parent.id} > ${node.id} (${mechanism})`);
    this.#nodes.push(node);
    for (let n = 0; n < uses; n++) this.#use(node, time + 30 + n);
  }

  #use({ by, more }: Node, time: number): void {
    this.records.push(use(time, by, more));
  }
}

function keyOf(name: string, key: string): Node {
  return { id: key, by: user(name, key), more: {}, user: name };
}
