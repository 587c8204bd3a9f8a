/** Reads what `respond close` wrote into the case. */
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Closing, ClosingCheck } from './closing.ts';

const CHECKS: readonly string[] = [
  'credentials inactive',
  'contained',
  'quiet',
  'nothing new',
  'persistence gone',
  'recovered',
] satisfies readonly ClosingCheck['check'][];
const STATES: readonly string[] = ['proved', 'open', 'unknown'] satisfies readonly ClosingCheck['state'][];

/** The closing that a text holds; `null` when it holds none. */
export function readClosing(text: string): Closing | null {
  const value = parsed(text);
  if (!isJsonObject(value)) return null;
  const { incident, time, verdict, checks, unknown, contained } = value;
  const isWhole =
    typeof incident === 'string' &&
    isTime(time) &&
    (verdict === 'closable' || verdict === 'open') &&
    Array.isArray(checks) &&
    (checks as readonly Json[]).every(isCheck) &&
    areTexts(unknown) &&
    (contained === null || isTime(contained));
  return isWhole ? (value as unknown as Closing) : null;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isCheck(value: Json): boolean {
  if (!isJsonObject(value)) return false;
  const { check, state, reasons }: JsonObject = value;
  return isOneOf(CHECKS, check) && isOneOf(STATES, state) && areTexts(reasons);
}

function isOneOf(words: readonly string[], value: Json | undefined): boolean {
  return typeof value === 'string' && words.includes(value);
}

function isTime(value: Json | undefined): boolean {
  return typeof value === 'string' && Number.isFinite(Date.parse(value));
}

function areTexts(value: Json | undefined): boolean {
  return Array.isArray(value) && (value as readonly Json[]).every((each) => typeof each === 'string');
}
