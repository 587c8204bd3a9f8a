/** Accounts whose keys are laid out to be found: using one only alarms whoever laid it. */

/** The accounts that canarytokens.org makes its keys in. */
const CANARY_TOKENS = [
  ...['052310077262', '171436882533', '266735846894', '534261010715', '595918472158', '717712589309'],
  ...['730335385048', '819147034852', '893192397702', '992382622183'],
];
/** Accounts that are known to do the same for others. */
const ALIKE = [
  ...['044858866125', '251535659677', '344043088457', '351906852752', '390477818340', '426127672474'],
  ...['427150556519', '439872796651', '445142720921', '465867158099', '637958123769', '693412236332'],
  ...['732624840810', '735421457923', '959235150393', '982842642351'],
];
const ISSUERS: ReadonlyMap<string, string> = new Map<string, string>([
  ...CANARY_TOKENS.map((account) => [account, 'canarytokens.org'] as const),
  ...ALIKE.map((account) => [account, 'a service like canarytokens.org'] as const),
]);

/** Who lays out keys of this account as traps; null for other accounts. */
export function canaryIssuer(account: string | null): string | null {
  return account === null ? null : (ISSUERS.get(account) ?? null);
}
