/** Reads a plan file. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Plan } from '../respond/plan.ts';

export function loadPlan(file: string): Plan {
  return parse(readFileSync(file, 'utf8')) as Plan;
}
