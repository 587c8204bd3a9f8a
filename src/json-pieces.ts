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

/** A list or object on the way to the value at hand. */
interface Open {
  /** Names and values of members that are left, or items that are left. */
  readonly names: readonly string[] | undefined;
  readonly values: readonly unknown[];
  next: number;
}

/** The text of `style.text(value)`, cut in pieces. Lists and objects down to `depth` are taken apart. */
export function* jsonPieces(value: unknown, depth: number, style: JsonStyle = PLAIN_JSON): Generator<string> {
  let gathered = '';
  const path: Open[] = [];
  const begin = (inner: unknown): void => {
    if (path.length === depth || typeof inner !== 'object' || inner === null || isFlat(inner)) {
      gathered += style.text(inner);
      return;
    }
    gathered += Array.isArray(inner) ? '[' : '{';
    path.push(opened(inner));
  };
  begin(value);
  for (let open = path.at(-1); open !== undefined; open = path.at(-1)) {
    if (open.next === open.values.length) {
      gathered += open.names === undefined ? ']' : '}';
      path.pop();
    } else {
      const at = open.next++;
      const [name, inner] =
        open.names === undefined
          ? [undefined, open.values[at]]
          : style.member(open.names[at]!, open.values[at]);
      gathered += `${at === 0 ? '' : ','}${name === undefined ? '' : `${style.text(name)}:`}`;
      begin(inner);
    }
    if (gathered.length < GATHERED) continue;
    yield gathered;
    gathered = '';
  }
  yield gathered;
}

function opened(value: object): Open {
  if (Array.isArray(value)) return { names: undefined, values: value as readonly unknown[], next: 0 };
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return { names: members.map(([name]) => name), values: members.map(([, inner]) => inner), next: 0 };
}

/** Whether an object holds texts and numbers only: these are short, and quicker to write at once. */
function isFlat(value: object): boolean {
  return (
    !Array.isArray(value) &&
    Object.values(value).every((inner) => typeof inner !== 'object' || inner === null)
  );
}
