/** The patterns of IAM policies: `*` stands for any characters, `?` for one. */

/** Whether a pattern fits a whole text. Takes time by the product of their lengths at most. */
export function fits(pattern: string, text: string): boolean {
  let [at, n] = [0, 0];
  // Where the last star stands, and how far the text was when it was met: the star takes one more from there.
  let [star, from] = [-1, 0];
  while (n < text.length) {
    if (pattern[at] === '*') {
      [star, from] = [at, n];
      at++;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[n])) {
      at++;
      n++;
    } else if (star >= 0) {
      from++;
      [at, n] = [star + 1, from];
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** As `fits`, for names of actions, which have no case. */
export function fitsAction(pattern: string, action: string): boolean {
  return fits(pattern.toLowerCase(), action.toLowerCase());
}
