/** Associations and activations of Systems Manager, as far as they are called. */
import type { GapAnswer } from './gap-answer.ts';
import { json, members, refused } from './gap-answer.ts';

const ASSOCIATION = ['DocumentVersion', 'Parameters', 'Targets', 'ScheduleExpression', 'AssociationName'];

export function fleet(): Readonly<Record<string, (body: string) => GapAnswer>> {
  const associations = new Map<string, object>();
  const activations = new Map<string, object>();
  let made = 0;
  const described = (id: string): GapAnswer => {
    const found = associations.get(id);
    return found === undefined
      ? refused(400, 'AssociationDoesNotExist')
      : json({ AssociationDescription: { ...found, AssociationId: id, Status: { Name: 'Pending' } } });
  };
  return {
    CreateAssociation: (body) => {
      const id = `00000000-0000-0000-0000-${String(++made).padStart(12, '0')}`;
      associations.set(id, members(body, ['Name'], ASSOCIATION));
      return described(id);
    },
    DescribeAssociation: (body) => described(String(members(body, ['AssociationId'])['AssociationId'])),
    DeleteAssociation: (body) =>
      associations.delete(String(members(body, ['AssociationId'])['AssociationId']))
        ? json({})
        : refused(400, 'AssociationDoesNotExist'),
    CreateActivation: (body) => {
      const ActivationId = `activation-${++made}`;
      activations.set(ActivationId, { ...members(body, ['IamRole']), ActivationId, RegistrationsCount: 0 });
      return json({ ActivationId, ActivationCode: 'none' });
    },
    DescribeActivations: (body) => {
      const { Filters } = members(body, ['Filters'], ['NextToken']) as {
        Filters: readonly { readonly FilterKey: string; readonly FilterValues: readonly string[] }[];
      };
      const [filter] = Filters;
      if (filter?.FilterKey !== 'ActivationIds') throw new Error('a filter that is not known here');
      return json({ ActivationList: filter.FilterValues.flatMap((id) => activations.get(id) ?? []) });
    },
    DeleteActivation: (body) =>
      activations.delete(String(members(body, ['ActivationId'])['ActivationId']))
        ? json({})
        : refused(400, 'InvalidActivation'),
  };
}
