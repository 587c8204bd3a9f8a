/** The four ways in which S3 blocks public access. */
import type { Json } from '../json.ts';
import { objectIn } from './reading.ts';

export const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
} as const;

export function isAllBlocked(value: Json): boolean {
  return Object.keys(ALL_BLOCKED).every((name) => objectIn(value)[name] === true);
}
