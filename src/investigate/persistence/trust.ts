/** What the policy documents of a call say to a reader: who is let in, and what is allowed. */
import type { Json } from '../../json.ts';
import type { Call } from '../call.ts';
import { some } from '../names.ts';
import { allowedText, outsiders, readPolicy, trusted } from '../policy.ts';
import type { Statement } from '../policy.ts';
import { member, textAt, textsAt } from '../values.ts';
import { isJsonObject } from '../../json.ts';

/** The policy in a parameter of the request; `null` where there is none that can be read. */
function policyOf(call: Call, ...parameters: readonly string[]): readonly Statement[] | null {
  const { request } = call;
  if (!isJsonObject(request)) return null;
  for (const parameter of parameters) {
    const document: Json | undefined = member(request, parameter);
    const policy = readPolicy(document);
    if (policy !== null) return policy;
  }
  return null;
}

/** Whom a trust or resource policy lets in, as a sentence. */
export function admits(...parameters: readonly string[]): (call: Call) => string {
  return (call) => {
    const policy = policyOf(call, ...parameters);
    if (policy === null) return '';
    const others = outsiders(policy, call.account);
    const providers = trusted(policy, 'federated');
    const parts = [
      ...others.map((account) => (account === '*' ? 'everyone' : `account ${account}`)),
      ...providers.map((provider) => `identity provider ${provider}`),
    ];
    if (parts.length > 0) return `It lets in ${some(parts)}.`;
    const services = trusted(policy, 'service');
    return services.length > 0 ? `It lets in ${some(services)}.` : '';
  };
}

/** What a permissions policy allows, as a sentence. */
export function allows(parameter: string): (call: Call) => string {
  return (call) => {
    const policy = policyOf(call, parameter);
    return policy === null ? '' : `It allows ${allowedText(policy)}.`;
  };
}

/** Services that let their callers in: their principal in a trust is a way in from outside. */
const GATES = new Set(['rolesanywhere.amazonaws.com', 'codebuild.amazonaws.com']);

/** Whether the policy of the call can be read and lets in nobody but this account and services that stay inside. */
export function letsNobodyIn(...parameters: readonly string[]): (call: Call) => boolean {
  return (call) => {
    const policy = policyOf(call, ...parameters);
    return (
      policy !== null &&
      outsiders(policy, call.account).length === 0 &&
      trusted(policy, 'federated').length === 0 &&
      trusted(policy, 'canonical').length === 0 &&
      !trusted(policy, 'service').some((service) => GATES.has(service))
    );
  };
}

/** Whether the role that is assumed is the role that assumes it. */
export function assumesItself(call: Call): boolean {
  const role = textAt(call.request, 'roleArn');
  return role !== '' && textAt(call.event.record, 'userIdentity.sessionContext.sessionIssuer.arn') === role;
}

/** From where the rules of a security group let traffic in, as a sentence. */
export function reachesFrom(call: Call): string {
  const { request } = call;
  const sources = [
    ...textsAt(request, 'cidrIp'),
    ...textsAt(request, 'ipPermissions.ipRanges.cidrIp'),
    ...textsAt(request, 'ipPermissions.ipv6Ranges.cidrIpv6'),
  ];
  if (sources.length === 0) return '';
  const open = sources.some((source) => source.endsWith('/0'));
  return open ? 'It is open to every address.' : `It is open to ${some([...new Set(sources)])}.`;
}
