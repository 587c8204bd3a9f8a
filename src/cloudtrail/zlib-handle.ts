/**
 * Node's internal zlib handle: used because streams and one-shot calls cost two to ten times as much on small data. Whoever
 * uses it has a way without it.
 */
export interface ZlibHandle {
  onerror: (message: string, errno: number, code: string) => void;
  reset(): void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputLength: number,
    output: Uint8Array,
    outputAt: number,
    outputLength: number,
  ): void;
}
