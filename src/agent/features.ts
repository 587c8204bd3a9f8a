/**
 * The feature ids of the `m/` part that say where credentials came from and which coding agent ran the CLI.
 *
 * Facts: botocore `useragent.py`, `@aws-sdk/types` feature ids, AWS SDK for Java `BusinessMetricFeatureId`.
 */

/**
 * Credential providers by feature id. An SDK reports each link of the chain (a profile that names a source
 * profile from which a role is assumed: `i,n,o`), so the earliest in this list that is present wins: how the
 * signing credentials were made comes before where the material behind them lay.
 */
const CREDENTIAL_PROVIDERS: readonly (readonly [id: string, provider: string])[] = [
  ['q', 'profile-web-identity'],
  ['h', 'env-web-identity'],
  ['k', 'assume-role-web-identity'],
  ['j', 'assume-role-saml'],
  ['i', 'assume-role'],
  ['l', 'federation-token'],
  ['m', 'session-token'],
  ['r', 'profile-sso'],
  ['s', 'sso'],
  ['t', 'profile-sso-legacy'],
  ['u', 'sso-legacy'],
  ['AC', 'profile-login'],
  ['AD', 'login'],
  ['v', 'profile-process'],
  ['w', 'process'],
  ['o', 'source-profile'],
  ['p', 'named-provider'],
  ['z', 'container'],
  ['0', 'imds'],
  ['3', 'bearer-env'],
  ['x', 'boto2-config'],
  ['y', 'sdk-store'],
  ['f', 'jvm-properties'],
  ['n', 'profile'],
  ['g', 'env'],
  ['e', 'code'],
];

/** Coding agents that AWS CLI v2 (2.35.24 and later) recognises by their environment variables. */
const CODING_AGENTS: readonly (readonly [id: string, agent: string])[] = [
  ['AN', 'claude-code'],
  ['AO', 'gemini-cli'],
  ['AP', 'codex'],
  ['AQ', 'kiro'],
  ['AR', 'opencode'],
  ['AS', 'antigravity'],
  ['AT', 'amp'],
  ['AU', 'pi'],
  ['AV', 'copilot-cli'],
  ['AW', 'cursor'],
];

/**
 * Decodes the value of `m/`: ids separated by commas, in an order that is random per process.
 *
 * @returns null where no id speaks of it, which means unknown: older SDKs do not send these ids.
 */
export function decodeFeatures(value: string): {
  readonly credentialProvider: string | null;
  readonly codingAgent: string | null;
} {
  const ids = new Set(value.split(','));
  const first = (table: readonly (readonly [string, string])[]): string | null =>
    table.find(([id]) => ids.has(id))?.[1] ?? null;
  return { credentialProvider: first(CREDENTIAL_PROVIDERS), codingAgent: first(CODING_AGENTS) };
}
