/** Asks once for each text: what is worked out of events is asked for few texts again and again. */

/** The same function, which remembers its answers. It lives as long as the answers may. */
export function remembered<T>(find: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) known.set(text, (found = find(text)));
    return found;
  };
}
