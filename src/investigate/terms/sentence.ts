/** Small pieces of the sentences that explain terms. */

/** `a, b, c and 4 more` */
export function listed(names: readonly string[], most = 5): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** `1 day`, `3 days` */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** `2 %`, `0.4 %` of a share. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${value >= 1 ? value.toFixed(0) : value.toFixed(1)} %`;
}
