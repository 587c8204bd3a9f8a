/** Finds the files that the build puts beside the compiled code: the scanner, the compiled rules, the tables. */

/** URL of `name` in the build output, from compiled code and from sources alike. */
export function builtFile(name: string): URL {
  return new URL(`../dist/${name}`, import.meta.url);
}
