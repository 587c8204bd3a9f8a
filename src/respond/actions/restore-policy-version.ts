/** Makes the version of a managed policy count that counted before the intruder's. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { iam } from '../kinds/principal-id.ts';
import { readAll, textIn } from '../reading.ts';
import { stateAction } from '../state-action.ts';

export const restorePolicyVersion: Action = stateAction({
  name: 'restore-policy-version',
  does: 'Makes a version of a managed policy the default: `good`, or the newest that is older than `versionId`.',
  undoes: 'The version that was the default becomes it again.',
  parameters: ['policyArn', 'versionId'],
  optional: ['good'],
  read: async (step, aws) => {
    const input = { PolicyArn: parameter(step, 'policyArn') };
    const versions = await orNull(readAll(aws, step, 'iam', 'ListPolicyVersions', input, 'Versions'));
    const all = versions ?? [];
    return {
      versions: all.map((each) => textIn(each, 'VersionId')).toSorted((a, b) => number(a) - number(b)),
      default: all.find((each) => each['IsDefaultVersion'] === true)?.['VersionId'] ?? null,
    };
  },
  want: (step, state) => {
    const versions = state['versions'] as readonly string[];
    const { good = '' } = step.parameters;
    const bad = parameter(step, 'versionId');
    // Somebody has set another one since: that is not ours to change.
    if (good === '' && state['default'] !== bad) return state;
    const wanted = good === '' ? versions.findLast((each) => number(each) < number(bad)) : good;
    return { ...state, default: wanted ?? state['default'] ?? null };
  },
  write: (step, from, { default: version = null }) =>
    version === null || from['default'] === version
      ? []
      : [
          iam('SetDefaultPolicyVersion', {
            PolicyArn: parameter(step, 'policyArn'),
            VersionId: version,
          }),
        ],
  permissions: (step) =>
    grants(parameter(step, 'policyArn'), 'iam:ListPolicyVersions', 'iam:SetDefaultPolicyVersion'),
});

/** `v12` → 12. */
function number(version: string): number {
  return Number(version.slice(1));
}
