/** Trust anchors and profiles of Roles Anywhere, as far as they are called. */
import type { GapAnswer } from './gap-answer.ts';
import { json, refused } from './gap-answer.ts';

/** @param enabled by ID, whether a trust anchor or profile is switched on */
export function trustAnchors(enabled: Map<string, boolean>): (operation: string) => GapAnswer | undefined {
  return (operation) => {
    const place = /^(?:GET|POST) \/(?:trustanchor|profile)\//.test(operation);
    if (!place) return undefined;
    const found =
      /^GET \/(trustanchor|profile)\/([\w-]+)$|^POST \/(trustanchor|profile)\/([\w-]+)\/(enable|disable)$/.exec(
        operation,
      );
    if (found === null) throw new Error(`a call that is not known here: ${operation}`);
    const [, readKind, readId, kind = readKind, id = readId ?? '', change] = found;
    if (!enabled.has(id)) return refused(404, 'ResourceNotFoundException');
    if (change !== undefined) enabled.set(id, change === 'enable');
    const [member, name] = kind === 'profile' ? ['profile', 'profileId'] : ['trustAnchor', 'trustAnchorId'];
    return json({ [member]: { [name]: id, enabled: enabled.get(id) } });
  };
}
