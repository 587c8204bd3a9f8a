/** Access entries of EKS, as far as they are called; all other calls on them are refused. */
import type { GapAnswer } from './gap-answer.ts';
import { json, members, refused } from './gap-answer.ts';

const PLACE =
  /^(\w+) \/clusters\/([\w-]+)\/access-entries(?:\/([^/?]+)(\/access-policies(?:\/([^/?]+))?)?)?(?:\?.*)?$/;

interface Entry {
  readonly entry: object;
  readonly policies: Map<string, object>;
}

/** Answers one call; undefined for what is none of its own. */
export function eksAccess(): (operation: string, body: string) => GapAnswer | undefined {
  const entries = new Map<string, Entry>();
  return (operation, body) => {
    const found = PLACE.exec(operation);
    if (found === null) {
      if (operation.includes('/access-entries'))
        throw new Error(`a call that is not known here: ${operation}`);
      return undefined;
    }
    const [, method = '', cluster = '', principal, policies, policy] = found.map((part) =>
      part === undefined ? undefined : decodeURIComponent(part),
    );
    if (principal === undefined) {
      const { principalArn, ...rest } = members(
        body,
        ['principalArn'],
        ['kubernetesGroups', 'username', 'type', 'clientRequestToken'],
      );
      const { clientRequestToken: _, ...entry } = rest;
      entries.set(`${cluster} ${String(principalArn)}`, { entry, policies: new Map() });
      return json({ accessEntry: { ...entry, principalArn } });
    }
    const key = `${cluster} ${principal}`;
    const known = entries.get(key);
    if (known === undefined) return refused(404, 'ResourceNotFoundException');
    switch (`${method}${policies === undefined ? '' : ' policies'}${policy === undefined ? '' : ' one'}`) {
      case 'GET':
        return json({ accessEntry: { ...known.entry, principalArn: principal } });
      case 'DELETE':
        entries.delete(key);
        return json({});
      case 'GET policies':
        return json({ associatedAccessPolicies: [...known.policies.values()] });
      case 'POST policies': {
        const given = members(body, ['policyArn', 'accessScope']);
        known.policies.set(String(given['policyArn']), given);
        return json({ associatedAccessPolicy: given });
      }
      case 'DELETE policies one':
        if (!known.policies.delete(policy ?? '')) return refused(404, 'ResourceNotFoundException');
        return json({});
      default:
        throw new Error(`a call that is not known here: ${operation}`);
    }
  };
}
