/** The plan as an automation document of Systems Manager: one account, one call a step. */
import type { Json, JsonObject } from '../json.ts';
import { isJsonObject } from '../json.ts';
import { clean, jsonText } from '../text.ts';
import type { Call } from './action.ts';
import { cliService } from './command-line.ts';
import type { Plan, Step } from './plan.ts';
import { commandsOf } from './step-commands.ts';
import { TIME_OF_APPLYING } from './step-time.ts';

/** Braces that the service would take for a parameter; between the members of JSON there are none. */
const TEMPLATE = /\{\{/;

/** What the service takes: a document has 100 steps at most. */
const MOST_STEPS = 100;

/**
 * The document for the steps of one account. What needs a person, what depends on what is there, steps of other
 * regions than the first, and what the service would misread stand in the description instead of among the steps.
 */
export async function planAutomation(plan: Plan, account: string): Promise<string> {
  const mainSteps: JsonObject[] = [];
  const left: string[] = [];
  for (const step of plan.steps.filter((each) => each.account === account)) {
    const { calls } = await commandsOf(step);
    const isUnfit =
      calls === null ||
      calls.length === 0 ||
      step.region !== '' ||
      mainSteps.length + calls.length > MOST_STEPS ||
      TEMPLATE.test(JSON.stringify(calls));
    if (isUnfit) left.push(`${step.id} ${step.title}`);
    else mainSteps.push(...calls.map((call, n) => automationStep(step, call, n)));
  }
  const others = left.length === 0 ? '' : ` Not in it, to be done otherwise: ${left.map(clean).join('; ')}.`;
  const document = {
    schemaVersion: '0.3',
    description: `Contains incident ${clean(plan.incident)} in account ${account}.${others}`.slice(0, 8000),
    assumeRole: '{{ AutomationAssumeRole }}',
    parameters: {
      AutomationAssumeRole: {
        type: 'AWS::IAM::Role::Arn',
        description: 'Role of the responder, with the policy that keytrail respond policy prints',
      },
      IssuedBefore: {
        type: 'String',
        description: 'Sessions issued before this time are revoked: now, such as 2026-01-31T12:00:00Z',
        allowedPattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$',
      },
    },
    mainSteps,
  };
  return `${jsonText(document)}\n`;
}

function automationStep(step: Step, { service, operation, input }: Call, n: number): JsonObject {
  const name = `${step.id}_${n + 1}`.replaceAll(/\W/g, '_');
  return {
    name,
    action: 'aws:executeAwsApi',
    description: clean(step.title).replaceAll(/[{}]/g, '').slice(0, 500),
    onFailure: 'Continue',
    inputs: { Service: botoService(service), Api: operation, ...timed(input) },
  };
}

function botoService(service: string): string {
  return service === 's3' ? 's3' : cliService(service);
}

/** The input with the document's parameter where the time of applying belongs. */
function timed(input: JsonObject): JsonObject {
  const of = (value: Json): Json => {
    if (typeof value === 'string') return value.replaceAll(TIME_OF_APPLYING, '{{ IssuedBefore }}');
    if (Array.isArray(value)) return (value as readonly Json[]).map(of);
    return isJsonObject(value) ? timed(value) : value;
  };
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, of(value)]));
}
