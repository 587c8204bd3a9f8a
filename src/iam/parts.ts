/** Reading part by part: what AWS refuses is named, and the rest is read. */
import { KeytrailError } from '../error.ts';
import { groupBy } from '../group-by.ts';
import { AwsError } from '../respond/aws-error.ts';
import type { Unread } from './snapshot.ts';

/** Parts that failed alike and are named one by one; of more, the first is named. */
const NAMED = 3;

export class Parts {
  readonly #failed: { readonly part: string; readonly of: string; readonly unread: Omit<Unread, 'part'> }[] =
    [];

  /**
   * What a part holds, or `null` when it cannot be read.
   *
   * @param part what it is: `access keys`
   * @param of whose: `bob`; `''` for the account
   * @param isOptional tells failures that are none: AWS Health without a support plan
   */
  async read<T>(
    part: string,
    of: string,
    work: () => Promise<T>,
    isOptional: (error: AwsError) => boolean = () => false,
  ): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof KeytrailError) this.fail(part, of, error.message);
      else if (error instanceof AwsError)
        this.#failed.push({ part, of, unread: { ...whyOf(error), isProblem: !isOptional(error) } });
      else throw error;
      return null;
    }
  }

  fail(part: string, of: string, reason: string): void {
    this.#failed.push({ part, of, unread: { reason, permission: null, isProblem: true } });
  }

  /** What was not read, in order; parts of many users that failed alike are one. */
  unread(): Unread[] {
    const alike = groupBy(this.#failed, ({ part, unread }) =>
      JSON.stringify([part, unread.permission ?? unread.reason]),
    );
    return [...alike.values()].flatMap((each) => {
      const [{ part, of, unread }] = each as [(typeof each)[0]];
      if (each.length > NAMED) return [{ part: `${part} of ${of} and ${each.length - 1} more`, ...unread }];
      return each.map((one) => ({ part: one.of === '' ? part : `${part} of ${one.of}`, ...one.unread }));
    });
  }
}

export function whyOf(error: AwsError): Pick<Unread, 'reason' | 'permission'> {
  const { kind, permission, code, message } = error;
  if (kind === 'denied' && permission !== undefined)
    return { reason: `AWS does not permit it: ${permission} is missing`, permission };
  // Behind the first line, the SDK says how to look into its own insides.
  const [said = ''] = message.split('\n');
  return { reason: code === '' ? said : `${code}: ${said}`, permission: null };
}
