/** Numbers written as texts. CloudTrail logs many numbers as JSON strings. */

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The number a text stands for in decimal notation; undefined for anything else, the empty text included. */
export function parseNumber(text: string | undefined): number | undefined {
  if (text === undefined || !NUMBER.test(text)) return undefined;
  return Number(text);
}
