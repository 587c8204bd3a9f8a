/** A way into AWS, as the options of a command say. */
import { SdkCaller } from '../aws/sdk-caller.ts';
import { KeytrailError } from '../error.ts';
import { version } from './version.ts';

export interface CallerOptions {
  readonly profile?: string;
  readonly region?: string;
  /** Name of the role to assume in other accounts. */
  readonly role?: string;
  /** `111122223333=PROFILE` or `111122223333=ROLE-ARN`. */
  readonly in?: readonly string[];
}

/** @param marks what else AWS sees of it in its logs */
export function awsCaller(options: CallerOptions, marks: readonly [string, string][] = []): SdkCaller {
  const region =
    options.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  return new SdkCaller({
    access: {
      region,
      byAccount: new Map((options.in ?? []).map(wayIn)),
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      ...(options.role === undefined ? {} : { roleName: options.role }),
    },
    userAgent: [['keytrail', version], ...marks],
  });
}

function wayIn(text: string): [string, string] {
  const found = /^(\d{12})=(.+)$/.exec(text);
  if (found === null)
    throw new KeytrailError(`not an account and a way into it: ${text}`, {
      hint: 'Write 111122223333=PROFILE or 111122223333=arn:aws:iam::111122223333:role/NAME.',
    });
  return [found[1]!, found[2]!];
}
