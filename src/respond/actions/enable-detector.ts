/** Switches GuardDuty on again in a region. */
import type { Action } from '../action.ts';
import { grants } from '../grants.ts';
import { readOne, textsIn } from '../reading.ts';
import { stateAction } from '../state-action.ts';

export const enableDetector: Action = stateAction({
  name: 'enable-detector',
  does: 'Switches GuardDuty on in a region: enables the detector, or makes one where it was deleted.',
  undoes: 'The detector is disabled again, or the new one deleted.',
  parameters: [],
  read: async (step, aws) => {
    const list = await readOne(aws, step, 'guardduty', 'ListDetectors', {});
    const [id = ''] = textsIn(list['DetectorIds']);
    if (id === '') return { id, status: null };
    const found = await readOne(aws, step, 'guardduty', 'GetDetector', { DetectorId: id });
    return { id, status: found['Status'] ?? null };
  },
  want: (_step, state) => ({ ...state, status: 'ENABLED' }),
  write: (_step, { id = '', status: from = null }, { status: to = null }) => {
    if (from === to) return [];
    if (from === null)
      return [{ service: 'guardduty', operation: 'CreateDetector', input: { Enable: true } }];
    return to === null
      ? [{ service: 'guardduty', operation: 'DeleteDetector', input: { DetectorId: id } }]
      : [
          {
            service: 'guardduty',
            operation: 'UpdateDetector',
            input: { DetectorId: id, Enable: to === 'ENABLED' },
          },
        ];
  },
  given: ['id'],
  permissions: () =>
    grants(
      '*',
      'guardduty:ListDetectors guardduty:GetDetector',
      'guardduty:CreateDetector guardduty:UpdateDetector guardduty:DeleteDetector',
    ),
  expected: () => ({ id: '', status: null }),
});
