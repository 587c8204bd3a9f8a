/**
 * A score for readers, in decibans with its sign: `+12.3`. Ten of them are a factor of ten in the odds.
 *
 * @param nats natural logarithm of odds, or of a likelihood ratio
 */
export function decibansText(nats: number): string {
  const decibans = (10 * nats) / Math.LN10;
  return `${decibans >= 0 ? '+' : '−'}${Math.abs(decibans).toFixed(1)}`;
}
