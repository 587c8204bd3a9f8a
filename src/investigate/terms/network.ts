/** Whether the credential was used from this country, network and address before. */
import type { View } from '../view.ts';
import { firstEvent } from '../view.ts';
import { colleaguesAt } from './colleagues.ts';
import { COLD, COLLEAGUES, KNOWN_NETWORK, PUBLIC_KINDS, SHARED_KINDS } from '../weights.ts';
import type { JudgedTerm, TermMaker } from './finding-term.ts';
import { counted, percent } from './sentence.ts';

const WORDS: { readonly [level: string]: string } = {
  country: 'country',
  network: 'network',
  address: 'address',
};

export const networkTerms: TermMaker = (view) => {
  if (!view.hasPlace) return [notSaid(view)];
  const { knownNetwork } = view.around;
  if (knownNetwork !== undefined && knownNetwork.kind !== 'scanner') return [known(view, knownNetwork.name)];
  return view.isPlaceCold ? coldNetwork(view) : [ownNetwork(view)];
};

/** Calls that AWS relays cite themselves: that there is no address is what they show. */
function notSaid(view: View): JudgedTerm {
  return {
    name: 'network',
    about: 'where',
    nats: 0,
    tell: () => ({
      sentence: 'AWS services relayed these calls, so the log does not say from where the caller works.',
      evidence: [firstEvent(view.around.context.seen)],
      benignIf: null,
    }),
  };
}

function known(view: View, name: string): JudgedTerm {
  return {
    name: 'known-network',
    about: 'where',
    nats: KNOWN_NETWORK,
    tell: () => ({
      sentence: `The calls come from ${name}, which networks.yml names.`,
      evidence: [firstEvent(view.around.context.seen)],
      benignIf: null,
    }),
  };
}

function ownNetwork(view: View): JudgedTerm {
  const { level, value, seen, attack, benign } = view.novelty('network');
  const full = Math.log(attack / benign);
  const days = counted(view.activeDays, 'earlier day');
  if (level === null || seen === null) {
    return {
      name: 'network',
      about: 'where',
      nats: full,
      tell: () => ({
        sentence: `Country, network and address are those of the credential’s ${days}.`,
        evidence: [firstEvent(view.around.context.seen)],
        benignIf: null,
      }),
    };
  }
  const colleagues = colleaguesAt(view);
  const most = colleagues?.isClose === true ? COLLEAGUES.nats : COLLEAGUES.publicNats;
  const nats = colleagues === null ? full : Math.min(full, most);
  const others = colleagues === null ? '' : `; ${colleagues.clause}`;
  return {
    name: 'network',
    about: 'where',
    nats,
    tell: () => ({
      sentence: `The ${WORDS[level]} ${value} is new to the credential in ${days}; such a change is seen on ${percent(benign)} of days${others}.`,
      evidence: [firstEvent(seen)],
      benignIf: `The owner worked from ${view.around.context.network} at that time: travel, a new office, VPN or host.`,
    }),
  };
}

/** Without history of its own the credential is compared with everybody's. */
function coldNetwork(view: View): JudgedTerm[] {
  const { network, seen } = view.around.context;
  const all = view.around.population.subjectsBefore(view.fromDay);
  if (all < COLD.leastOthers) return [];
  const isShared = view.fresh('kind').some(([kind]) => SHARED_KINDS.has(kind));
  const places = isShared ? view.fresh('address').map(([address]) => ['address', address] as const) : [];
  const looked = isShared ? places : [['network', network] as const];
  const isFamiliar = looked.some(([level, value]) => view.othersBefore(level, value, 1) > 0);
  // Strangers share a provider: only the very address shows that colleagues are there.
  const isPublic =
    view.fresh('kind').some(([kind]) => PUBLIC_KINDS.has(kind)) &&
    !view.fresh('address').some(([address]) => view.othersBefore('address', address, 1) > 0);
  return [
    {
      name: 'network',
      about: 'where',
      nats: isFamiliar ? (isPublic ? COLD.familiarPublic : COLD.familiar) : COLD.unfamiliar,
      tell: () => ({
        sentence: isFamiliar
          ? `The new credential is used from ${network}, from where others of the organisation work.`
          : `The new credential is used from ${network}, which none of ${counted(all, 'other credential')} used before.`,
        evidence: [firstEvent(seen)],
        benignIf: isFamiliar ? null : `The credential was made for somebody who works from ${network}.`,
      }),
    },
  ];
}
