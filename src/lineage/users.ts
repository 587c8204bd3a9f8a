/** Names of IAM users to their ARNs: many calls name a user without the path that the ARN has. */
import { lastPart, partitionOf } from './arn.ts';
import type { Holder, Mint } from './mint.ts';
import type { Use } from './use.ts';

export class Users {
  /** By account and name. */
  readonly #arns = new Map<string, string>();

  constructor(uses: readonly Use[], mints: readonly Mint[]) {
    for (const use of uses) if (use.type === 'IAMUser') this.#add(use.account, use.userName, use.arn);
    for (const { child, caller } of mints) {
      if (caller.type === 'IAMUser') this.#add(caller.account, caller.userName, caller.arn);
      if (child.what === 'user') this.#add(child.holder.account, child.holder.userName, child.holder.arn);
    }
  }

  /** ARN of whom a minted credential belongs to; `''` when nothing says. */
  arnOf({ arn, userName, account }: Holder, mint: Mint): string {
    if (arn !== '') return arn;
    if (userName === '' || account === '') return '';
    const made = `arn:${partitionOf(mint.caller.arn)}:iam::${account}:user/${userName}`;
    return this.#arns.get(`${account}/${userName}`) ?? made;
  }

  /** A user has one ARN; in damaged logs the first by name is taken, whatever the order of events. */
  #add(account: string, userName: string, arn: string): void {
    const name = userName || lastPart(arn);
    if (account === '' || name === '' || arn === '') return;
    const key = `${account}/${name}`;
    const known = this.#arns.get(key);
    if (known === undefined || arn < known) this.#arns.set(key, arn);
  }
}
