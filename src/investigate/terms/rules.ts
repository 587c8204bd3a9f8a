/** Sigma rules that matched and never did before for this credential; those that fire for many say less. */
import { firstEvent } from '../view.ts';
import { RULES, RULES_MOST, RULE_COMMON } from '../weights.ts';
import type { JudgedTerm, TermMaker } from './finding-term.ts';

/** Rules that say what other terms say already. */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set([
  'attack_tool_agent',
  'pentest_distribution_agent',
  'trufflehog_checked_key',
  's3_desktop_client',
  'raw_http_client_with_key',
  'caller_identity_asked',
  'call_denied_to_credential',
  'read_with_key',
  'read_from_rented_network',
  'long_term_key_over_internet',
]);

export const ruleTerms: TermMaker = (view) => {
  const { rules, population, subject } = view.around;
  const terms = view
    .unfamiliar('rule')
    .flatMap(([id, seen]): (JudgedTerm & { readonly isCritical: boolean })[] => {
      const rule = rules.get(id);
      if (rule === undefined || SAID_ELSEWHERE.has(rule.name)) return [];
      const others = population.sharers('rule', id).filter((each) => each.subject !== subject.name).length;
      const isCritical = rule.level === 'critical';
      const nats = (RULES[rule.level] ?? 0) - (isCritical ? 0 : RULE_COMMON * Math.log1p(others));
      if (nats <= 0) return [];
      return [
        {
          name: 'rule',
          about: 'what',
          nats,
          tell: () => ({
            sentence: `The rule “${rule.title}” (${rule.level}) matched for the first time with this credential; it matched with ${others} others.`,
            evidence: [firstEvent(seen)],
            benignIf: `What the rule lists as false positives applies: keytrail rules show ${rule.name}.`,
          }),
          isCritical,
        },
      ];
    })
    .toSorted((a, b) => b.nats - a.nats || (a.tell().sentence < b.tell().sentence ? -1 : 1));
  let left = RULES_MOST;
  return terms.flatMap(({ isCritical, ...term }) => {
    if (isCritical) return [term];
    const nats = Math.min(term.nats, left);
    left -= nats;
    return nats > 0 ? [{ ...term, nats }] : [];
  });
};
