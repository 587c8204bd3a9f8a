/** The policy of the page: its own style and script, known by their hashes, and nothing else, not even requests. */
import { createHash } from 'node:crypto';

export function contentSecurityPolicy(style: string, script: string): string {
  return [
    `default-src 'none'`,
    `style-src ${hashSource(style)}`,
    `script-src ${hashSource(script)}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
