/** Calls that a service makes on behalf of whoever called it, with a key of its own that nothing shows being made. */
import type { Call } from './call.ts';
import { isoTime } from './calendar.ts';
import type { Random } from './random.ts';
import { forwardedSigner } from './signer.ts';

/** What a service calls when it is called, and how often. */
const CAUSES: { readonly [api: string]: { readonly api: string; readonly chance: number } } = {
  'secretsmanager:GetSecretValue': { api: 'kms:Decrypt', chance: 0.5 },
  'ssm:GetParameter': { api: 'kms:Decrypt', chance: 0.3 },
  's3:PutObject': { api: 'kms:GenerateDataKey', chance: 0.2 },
  's3:GetObject': { api: 'kms:Decrypt', chance: 0.2 },
  'ec2:RunInstances': { api: 'kms:GenerateDataKeyWithoutPlaintext', chance: 0.5 },
};

/** The calls, with those that follow from them. Who is behind a call is behind what follows, too. */
export function withForwarded(calls: readonly Call[], random: Random): Call[] {
  return calls.flatMap((call) => {
    const cause = CAUSES[call.api];
    const isOwn = call.signer.arn !== '' && call.error === undefined;
    if (cause === undefined || !isOwn || !random.chance(cause.chance)) return [call];
    const service = `${call.api.slice(0, call.api.indexOf(':'))}.amazonaws.com`;
    const signer = forwardedSigner(call.signer, service, isoTime(call.timeMs), random);
    const forwarded: Call = {
      timeMs: call.timeMs,
      signer,
      api: cause.api,
      region: call.region,
      address: service,
      agent: service,
      ...(call.hostile === undefined ? {} : { hostile: call.hostile }),
    };
    return [call, forwarded];
  });
}
