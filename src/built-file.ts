/** Finds the files of the package: what the build makes beside the program and what threads run, and what lies beside dist/. */

/**
 * URL of `name` in the build output, from sources, from compiled modules and from the program that is made of these:
 * all of them lie one folder below the package, and the program has this module beside its entries' folders.
 */
export function builtFile(name: string): URL {
  return packageFile(`dist/${name}`);
}

/** URL of `name` in the package. */
export function packageFile(name: string): URL {
  return new URL(`../${name}`, import.meta.url);
}
