/** Deletes a version of a layer. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import type { Step } from '../plan.ts';
import { only, readOne } from '../reading.ts';

export const deleteLayerVersion: Action = deletionAction({
  name: 'delete-layer-version',
  does: 'Deletes a version of a layer that the intruder published. Functions that have it keep it until they are changed.',
  undoes: null,
  parameters: ['layerName', 'versionNumber'],
  read: async (step, aws) => {
    const found = await orNull(readOne(aws, step, 'lambda', 'GetLayerVersion', version(step)));
    return found === null ? null : only(found, 'LayerVersionArn', 'CreatedDate');
  },
  remove: (step) => [{ service: 'lambda', operation: 'DeleteLayerVersion', input: version(step) }],
  permissions: (step) =>
    grants(
      regionalArn(step, 'lambda', `layer:${parameter(step, 'layerName').replace(/^arn:.*:layer:/, '')}:*`),
      'lambda:GetLayerVersion',
      'lambda:DeleteLayerVersion',
    ),
  expected: () => ({}),
});

function version(step: Step) {
  return {
    LayerName: parameter(step, 'layerName'),
    VersionNumber: Number(parameter(step, 'versionNumber')),
  };
}
