/** Principals as short as they can be told apart by a reader. */
import { clean } from './text.ts';

/** The name at the end of an ARN of IAM or STS, cleaned; anything else as it is. */
export function shortPrincipal(principal: string): string {
  if (!/^arn:[^:]*:(?:iam|sts)::\d*:/.test(principal)) return clean(principal);
  const slash = principal.indexOf('/');
  return slash < 0 ? 'root' : clean(principal.slice(slash + 1));
}
