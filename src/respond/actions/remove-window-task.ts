/** Takes a task out of a maintenance window. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { only, readAll } from '../reading.ts';

export const removeWindowTask: Action = deletionAction({
  name: 'remove-window-task',
  does: 'Takes a task out of a maintenance window of Systems Manager.',
  undoes: null,
  parameters: ['windowId', 'windowTaskId'],
  read: async (step, aws) => {
    const input = { WindowId: parameter(step, 'windowId') };
    const tasks = await orNull(readAll(aws, step, 'ssm', 'DescribeMaintenanceWindowTasks', input, 'Tasks'));
    const found = tasks?.find((each) => each['WindowTaskId'] === parameter(step, 'windowTaskId'));
    return found === undefined
      ? null
      : only(found, 'TaskArn', 'Type', 'Targets', 'ServiceRoleArn', 'Priority');
  },
  remove: (step) => [
    {
      service: 'ssm',
      operation: 'DeregisterTaskFromMaintenanceWindow',
      input: {
        WindowId: parameter(step, 'windowId'),
        WindowTaskId: parameter(step, 'windowTaskId'),
      },
    },
  ],
  permissions: (step) =>
    grants(
      regionalArn(step, 'ssm', `maintenancewindow/${parameter(step, 'windowId')}`),
      'ssm:DescribeMaintenanceWindowTasks',
      'ssm:DeregisterTaskFromMaintenanceWindow',
    ),
  expected: () => ({}),
});
