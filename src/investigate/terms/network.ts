/** Whether the credential was used from this country, network and address before. */
import type { View } from '../view.ts';
import { firstEvent } from '../view.ts';
import { COLD, COLLEAGUES, KNOWN_NETWORK, SHARED_KINDS } from '../weights.ts';
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
  return view.isCold ? coldNetwork(view) : [ownNetwork(view)];
};

/** Calls that AWS relays cite themselves: that there is no address is what they show. */
function notSaid(view: View): JudgedTerm {
  return {
    name: 'network',
    about: 'where',
    nats: 0,
    sentence: 'AWS services relayed these calls, so the log does not say from where the caller works.',
    evidence: [firstEvent(view.around.context.seen)],
    benignIf: null,
  };
}

function known(view: View, name: string): JudgedTerm {
  return {
    name: 'known-network',
    about: 'where',
    nats: KNOWN_NETWORK,
    sentence: `The calls come from ${name}, which networks.yml names.`,
    evidence: [firstEvent(view.around.context.seen)],
    benignIf: null,
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
      sentence: `Country, network and address are those of the credential’s ${days}.`,
      evidence: [firstEvent(view.around.context.seen)],
      benignIf: null,
    };
  }
  const colleagues = colleaguesOf(view);
  const nats = colleagues > 0 ? Math.min(full, COLLEAGUES.nats) : full;
  const others =
    colleagues > 0 ? `; others of the organisation used ${view.around.context.network} before` : '';
  return {
    name: 'network',
    about: 'where',
    nats,
    sentence: `The ${WORDS[level]} ${value} is new to the credential in ${days}; such a change is seen on ${percent(benign)} of days${others}.`,
    evidence: [firstEvent(seen)],
    benignIf: `The owner worked from ${view.around.context.network} at that time: travel, a new office, VPN or host.`,
  };
}

/** Others who used the network before, where it is not one that anybody can rent. */
function colleaguesOf(view: View): number {
  const { network } = view.around.context;
  if (view.fresh('kind').some(([kind]) => SHARED_KINDS.has(kind))) return 0;
  if (view.isFamiliar('network', network)) return 0;
  const others = view.othersBefore('network', network, COLLEAGUES.least);
  return others >= COLLEAGUES.least ? others : 0;
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
  return [
    {
      name: 'network',
      about: 'where',
      nats: isFamiliar ? COLD.familiar : COLD.unfamiliar,
      sentence: isFamiliar
        ? `The new credential is used from ${network}, from where others of the organisation work.`
        : `The new credential is used from ${network}, which none of ${counted(all, 'other credential')} used before.`,
      evidence: [firstEvent(seen)],
      benignIf: isFamiliar ? null : `The credential was made for somebody who works from ${network}.`,
    },
  ];
}
