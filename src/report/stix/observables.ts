/** Cyber-observable objects of STIX. Their IDs follow from their values by the rule of the standard (section 2.9). */
import type { Indicator } from '../../investigate/incident.ts';
import { clean, jsonText } from '../../text.ts';
import { asnOf } from './pattern.ts';
import { uuid5 } from './uuid5.ts';

export interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly spec_version: string;
  readonly [property: string]: unknown;
}

/** Fixed by the standard. */
const SCO_NAMESPACE = '00abedb4-aa42-466c-9c01-fed23315a9b7';

/** What was seen, `null` where the standard has no object for it. */
export function observableOf({ type, value }: Indicator, marking: string): StixObject | null {
  switch (type) {
    case 'ipv4':
      return observable('ipv4-addr', { value: clean(value) }, {}, marking);
    case 'ipv6':
      return observable('ipv6-addr', { value: clean(value) }, {}, marking);
    case 'asn': {
      const number = asnOf(value);
      const name = clean(value.replace(/^(?:AS)?\d+\s*/i, ''));
      if (number === null) return null;
      return observable('autonomous-system', { number }, name === '' ? {} : { name }, marking);
    }
    case 'principal-name':
      return observable('user-account', { account_login: clean(value) }, {}, marking);
    case 'account':
      return observable('user-account', { user_id: clean(value) }, {}, marking);
    case 'user-agent':
    case 'sid':
    case 'resource-name':
    case 'access-key':
    case 'behaviour':
      return null;
  }
}

/** `naming` holds one property, so its JSON is in the canonical form that the standard asks for. */
function observable(
  type: string,
  naming: { readonly [property: string]: string | number },
  more: { readonly [property: string]: string },
  marking: string,
): StixObject {
  const id = `${type}--${uuid5(SCO_NAMESPACE, JSON.stringify(naming))}`;
  return { type, spec_version: '2.1', id, ...naming, ...more, object_marking_refs: [marking] };
}
