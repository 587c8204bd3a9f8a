/** Which incidents of a case a command is about. */
import type { Incident } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { KeytrailError } from '../error.ts';

/**
 * The incidents with the given ID, or beginning with it; all without one.
 * @throws KeytrailError when there is none.
 */
export function incidentsOf({ incidents }: Investigation, id: string | undefined): readonly Incident[] {
  if (id === undefined) return incidents;
  const found = incidents.filter((incident) => incident.id.toLowerCase().startsWith(id.toLowerCase()));
  if (found.length > 0) return found;
  const known = incidents.map((incident) => incident.id).join(', ');
  throw new KeytrailError(`no incident ${id} in this case`, {
    hint: known === '' ? 'It holds no incident.' : `It holds ${known}.`,
  });
}
