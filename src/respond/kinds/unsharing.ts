/** Actions that end the sharing of a snapshot or an image with an account or with everybody. */
import type { JsonObject } from '../../json.ts';
import type { Action } from '../action.ts';
import { parameter, partitionOf, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import type { Step } from '../plan.ts';
import { objectIn, objectsIn, readOne, textsIn } from '../reading.ts';
import { switchAction } from './switch.ts';

interface Ec2Sharing {
  readonly name: string;
  /** What is shared, with its article: `a snapshot`. */
  readonly thing: string;
  /** Parameter with its ID: `snapshotId`. */
  readonly id: string;
  /** As the operations name it: `Snapshot` in `ModifySnapshotAttribute`. */
  readonly noun: string;
  /** As ARNs name it: `snapshot`. */
  readonly kind: string;
  readonly attribute: string;
  /** The list of those it is shared with in the answer. */
  readonly list: string;
}

export function unshareInEc2({ name, thing, id, noun, kind, attribute, list }: Ec2Sharing): Action {
  const target = (step: Step): JsonObject => ({ [`${noun}Id`]: parameter(step, id), Attribute: attribute });
  return switchAction({
    name,
    does: `Ends the sharing of ${thing} with an account (\`userId\`) or with everybody (\`group\`: all). Copies stay.`,
    undoes: 'It is shared again.',
    parameters: [id],
    optional: ['userId', 'group'],
    read: async (step, aws) => {
      const found = await orNull(readOne(aws, step, 'ec2', `Describe${noun}Attribute`, target(step)));
      if (found === null) return null;
      const { UserId: user, Group: group } = whom(step);
      return objectsIn(found[list]).some(
        (each) =>
          (user !== undefined && each['UserId'] === user) || (group !== undefined && each['Group'] === group),
      );
    },
    wanted: () => false,
    set: (step, isShared) => [
      {
        service: 'ec2',
        operation: `Modify${noun}Attribute`,
        input: {
          ...target(step),
          OperationType: isShared === true ? 'add' : 'remove',
          ...listed(step),
        },
      },
    ],
    permissions: (step) => [
      ...grants('*', `ec2:Describe${noun}Attribute`),
      ...grants(
        `arn:${partitionOf(step)}:ec2:${step.region}::${kind}/${parameter(step, id)}`,
        '',
        `ec2:Modify${noun}Attribute`,
      ),
    ],
    expected: true,
  });
}

function whom({ parameters }: Step): { readonly UserId?: string; readonly Group?: string } {
  const { userId = '', group = '' } = parameters;
  return userId === '' ? { Group: group } : { UserId: userId };
}

/** Whom it is shared with, as the call that changes it wants it. */
function listed({ parameters }: Step): JsonObject {
  const { userId = '', group = '' } = parameters;
  return userId === '' ? { GroupNames: [group] } : { UserIds: [userId] };
}

interface RdsSharing {
  readonly name: string;
  readonly thing: string;
  readonly id: string;
  /** As the operations name it: `DBSnapshot` in `ModifyDBSnapshotAttribute`. */
  readonly noun: string;
  readonly kind: string;
}

export function unshareInRds({ name, thing, id, noun, kind }: RdsSharing): Action {
  return switchAction({
    name,
    does: `Ends the sharing of ${thing} with an account (\`value\`), or with everybody (all). Copies stay.`,
    undoes: 'It is shared again.',
    parameters: [id, 'value'],
    read: async (step, aws) => {
      const input = { [`${noun}Identifier`]: parameter(step, id) };
      const found = await orNull(readOne(aws, step, 'rds', `Describe${noun}Attributes`, input));
      if (found === null) return null;
      const result = objectIn(found[`${noun}AttributesResult`]);
      const restore = objectsIn(result[`${noun}Attributes`]).find(
        (each) => each['AttributeName'] === 'restore',
      );
      return textsIn(restore?.['AttributeValues']).includes(parameter(step, 'value'));
    },
    wanted: () => false,
    set: (step, isShared) => [
      {
        service: 'rds',
        operation: `Modify${noun}Attribute`,
        input: {
          [`${noun}Identifier`]: parameter(step, id),
          AttributeName: 'restore',
          [isShared === true ? 'ValuesToAdd' : 'ValuesToRemove']: [parameter(step, 'value')],
        },
      },
    ],
    permissions: (step) =>
      grants(
        regionalArn(step, 'rds', `${kind}:${parameter(step, id)}`),
        `rds:Describe${noun}Attributes`,
        `rds:Modify${noun}Attribute`,
      ),
    expected: true,
  });
}
