/** JSON of large values in pieces: one text of all of it would need as much memory again, and has a greatest length. */

/** A piece is passed on when it has so many characters. */
const GATHERED = 64 * 1024;

/** How what is inside of lists and objects is written. */
interface JsonStyle {
  /** JSON of a value that is not taken apart. */
  text(value: unknown): string;
  /** Name and value of a member as they are written. */
  member(name: string, value: unknown): readonly [name: string, value: unknown];
}

/** JSON as it is. */
const PLAIN_JSON: JsonStyle = {
  text: (value) => JSON.stringify(value),
  member: (name, value) => [name, value],
};

/** The text of `style.text(value)`, cut in pieces. Lists and objects down to `depth` are taken apart. */
export function* jsonPieces(value: unknown, depth: number, style: JsonStyle = PLAIN_JSON): Generator<string> {
  let gathered = '';
  for (const piece of tokens(value, depth, style)) {
    gathered += piece;
    if (gathered.length < GATHERED) continue;
    yield gathered;
    gathered = '';
  }
  yield gathered;
}

function* tokens(value: unknown, depth: number, style: JsonStyle): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    yield style.text(value);
    return;
  }
  let between = '';
  if (Array.isArray(value)) {
    yield '[';
    for (const item of value as readonly unknown[]) {
      yield between;
      yield* tokens(item, depth - 1, style);
      between = ',';
    }
    yield ']';
    return;
  }
  yield '{';
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    if (inner === undefined) continue;
    const [shown, told] = style.member(name, inner);
    yield `${between}${style.text(shown)}:`;
    yield* tokens(told, depth - 1, style);
    between = ',';
  }
  yield '}';
}
