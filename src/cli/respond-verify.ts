/** Looks whether a plan holds. */
import { actionOf } from '../respond/actions.ts';
import { verifySteps } from '../respond/verify.ts';
import type { VerifyOptions } from './respond-acting.ts';
import { clock } from './clock.ts';
import { linesOf, openResponse, recordsIn } from './respond-open.ts';
import { jsonSteps, stepLines, sumLine } from './respond-show.ts';
import { openOutput } from './output.ts';
import { jsonText } from './show/text.ts';

/** Sets `process.exitCode`. @throws KeytrailError when it cannot run. */
export async function verifyPlan(file: string, options: VerifyOptions): Promise<void> {
  const response = openResponse(file, options);
  const { plan, caller } = response;
  const output = openOutput(undefined);
  try {
    const recordOf = recordsIn(linesOf(response));
    const verified = await verifySteps(
      { caller, action: actionOf, recordOf, clock },
      plan.steps,
      options.wait,
    );
    await output.write(
      options.json === true
        ? `${jsonText({ incident: plan.incident, steps: jsonSteps(verified) })}\n`
        : `${[...verified.map((each) => stepLines(each, output.columns)), sumLine(verified)].join('\n')}\n`,
    );
    process.exitCode = verified.every(({ state }) => state === 'holds') ? 0 : 1;
  } finally {
    await caller.close();
  }
  await output.close();
}
