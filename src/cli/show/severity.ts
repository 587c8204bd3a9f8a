/** How grave what an audit found is, in its colour. */
import type { ExposureLevel } from '../../exposure/exposure.ts';
import { styled } from './style.ts';
import type { Style } from './style.ts';

const STYLE: { readonly [level in ExposureLevel]: Style } = {
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};

/** The level, filled up to `width` characters. */
export function severityText(level: ExposureLevel, width: number = 0): string {
  return styled(STYLE[level], level.padEnd(width));
}
