/** How SARIF, and the hosts that read it, call levels and rules. */
import type { ExposureLevel } from '../exposure/exposure.ts';

export const LEVEL: { readonly [level in ExposureLevel]: 'error' | 'warning' | 'note' } = {
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
/** As code hosts sort: 9 and more is critical. */
export const SEVERITY: { readonly [level in ExposureLevel]: string } = {
  high: '9.0',
  medium: '6.0',
  low: '3.0',
  info: '0.0',
};

/** `ActiveKeyUnused` for `active-key-unused`. */
export function ruleName(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
