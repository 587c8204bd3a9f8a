/** ARN patterns of `networks.yml`: `*` stands for any text, `?` for one character. */

/** A test whether any of the patterns fits a whole text. */
export function arnMatcher(patterns: readonly string[]): (arn: string) => boolean {
  return (arn) => patterns.some((pattern) => fits(pattern, arn));
}

/** Greedy matching that remembers only the last star, so its time is bounded by the product of the lengths. */
function fits(pattern: string, text: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < text.length) {
    if (pattern[at] === '*') [star, mark, at] = [at, from, at + 1];
    else if (pattern[at] === '?' || pattern[at] === text[from]) [at, from] = [at + 1, from + 1];
    else if (star >= 0) [at, mark, from] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
