/** Makes one call that changes something: in the journal before, and after. */
import { createHash } from 'node:crypto';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { redact } from '../redact.ts';
import type { Call } from './action.ts';
import { AwsError } from './aws-error.ts';
import type { Mode } from './journal-line.ts';
import type { Step } from './plan.ts';
import type { Work } from './work.ts';

/** @throws AwsError when it fails; KeytrailError when it must not be made: no lock, no journal. */
export async function makeCall(work: Work, mode: Mode, step: Step, call: Call): Promise<void> {
  const { journal, caller } = work;
  const place = { account: step.account, region: step.region };
  work.checkLock();
  const number = journal.nextNumber();
  journal.write({
    what: 'request',
    mode,
    step: step.id,
    number,
    actor: work.actors.get(step.account) ?? '',
    service: call.service,
    operation: call.operation,
    input: withoutSecrets(call.input),
    hash: hashOf(call),
    place,
  });
  try {
    const answer = await caller.call(call, place);
    journal.write({ what: 'answer', step: step.id, number, answer: withoutSecrets(answer) });
  } catch (error) {
    if (error instanceof AwsError)
      journal.write({
        what: 'error',
        step: step.id,
        number,
        kind: error.kind,
        code: error.code,
        message: error.message.slice(0, 1000),
      });
    throw error;
  }
}

/** Equal for equal calls. */
export function hashOf(call: Call): string {
  return createHash('sha256')
    .update(JSON.stringify([call.service, call.operation, call.input]))
    .digest('hex');
}

function withoutSecrets(value: JsonObject): JsonObject {
  const shown = redact(value);
  return isJsonObject(shown) ? shown : {};
}
