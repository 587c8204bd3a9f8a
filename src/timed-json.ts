/** Writes values as programs get them straight to text: to copy each first, with times and redacted, takes longer. */
import { memberWithTime, withTimes } from './json-times.ts';
import { holdsToken, redactText } from './redact.ts';
import { isUnsafeJson, jsonText, timeJson } from './text.ts';

/** So many texts, times and names are remembered: in a report most of them stand in many places. */
const MOST_KNOWN = 1 << 16;
/** Texts that are longer stand in few. */
const LONGEST_KNOWN = 512;

/** The last letters of a name that says that its value is a time, if that is a number or nothing. */
const END_OF_NAME = 'Ms":';
const NUMBER = /null|-?\d[\d.e+-]*/y;

/** How a member's name is written, with the colon; `null` for a name that only the slow way writes right. */
type Name = { readonly asIs: string; readonly asTime: string; readonly timeName: string } | null;

/** Gives the text of `jsonText(withTimes(value))`. One is for one document, as it remembers what stood in it. */
export class TimedJson {
  readonly #texts = new Map<string, string>();
  readonly #times = new Map<number, string>();
  readonly #names = new Map<string, Name>();

  text(value: unknown): string {
    if (typeof value !== 'object' || value === null) return this.#text(value);
    // Nearly all that is written holds nothing but times to be changed: those are found in the text.
    const json = JSON.stringify(value);
    const timed = isUnsafeJson(json) || holdsToken(json) ? undefined : this.#timesIn(json);
    return timed ?? this.#text(value);
  }

  /** JSON with its times in text; `undefined` where only a look at each object tells what is a time. */
  #timesIn(json: string): string | undefined {
    let timed = '';
    let from = 0;
    const names = new Set<string>();
    for (let at = json.indexOf(END_OF_NAME); at >= 0; at = json.indexOf(END_OF_NAME, at + 1)) {
      const start = json.lastIndexOf('"', at - 1);
      const name = json.slice(start + 1, at);
      // An escaped quote is no start; numbers as names stand before others; of two with one name the later counts.
      if (at === 0 || json[start - 1] === '\\' || name.includes('\\') || /^\d+$/.test(name)) return undefined;
      if (!names.has(name) && json.includes(`"${name}":`)) return undefined;
      names.add(name);
      const valueAt = at + END_OF_NAME.length;
      NUMBER.lastIndex = valueAt;
      const [value] = NUMBER.exec(json) ?? [];
      if (value === undefined) continue;
      const time = value === 'null' ? value : this.#time(Number(value));
      timed += `${json.slice(from, at)}":${time}`;
      from = valueAt + value.length;
    }
    return timed + json.slice(from);
  }

  #text(value: unknown): string {
    if (typeof value === 'string') return this.#string(value);
    if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
    if (typeof value === 'boolean') return value ? 'true' : 'false';
    if (value === null) return 'null';
    if (Array.isArray(value)) return this.#list(value as readonly unknown[]);
    return typeof value === 'object' ? this.#object(value as Members) : slowly(value);
  }

  #list(items: readonly unknown[]): string {
    let text = '[';
    for (let n = 0; n < items.length; n++) {
      const item = items[n];
      text += (n === 0 ? '' : ',') + (isNothing(item) ? 'null' : this.#text(item));
    }
    return `${text}]`;
  }

  #object(object: Members): string {
    let text = '';
    for (const key of Object.keys(object)) {
      const inner = object[key];
      if (isNothing(inner)) continue;
      const name = this.#name(key);
      if (name === null) return slowly(object);
      if (text !== '') text += ',';
      if (key.endsWith('Ms') && (typeof inner === 'number' || inner === null)) {
        // Of two members with one name the later counts, in the place of the first.
        if (Object.hasOwn(object, name.timeName)) return slowly(object);
        text += name.asTime + (inner === null ? 'null' : this.#time(inner));
      } else text += name.asIs + this.#text(inner);
    }
    return `{${text}}`;
  }

  #string(text: string): string {
    if (text.length > LONGEST_KNOWN) return jsonText(redactText(text));
    return remember(this.#texts, text, (unknown) => jsonText(redactText(unknown)));
  }

  #time(ms: number): string {
    return remember(this.#times, ms, (unknown) => jsonText(timeJson(unknown)));
  }

  #name(key: string): Name {
    return remember(this.#names, key, nameOf);
  }
}

type Members = Readonly<Record<string, unknown>>;

function nameOf(key: string): Name {
  const [timeName] = memberWithTime(key, null);
  // Names that are changed may meet others, and those that become numbers stand before all others.
  if ([key, timeName].some((name) => redactText(name) !== name) || /^\d+$/.test(timeName)) return null;
  return { asIs: `${jsonText(key)}:`, asTime: `${jsonText(timeName)}:`, timeName };
}

/** What JSON has no word for: members that are left out, and `null` in lists. */
function isNothing(value: unknown): boolean {
  return value === undefined || typeof value === 'function' || typeof value === 'symbol';
}

function slowly(value: unknown): string {
  return jsonText(withTimes(value));
}

function remember<K, V>(known: Map<K, V>, key: K, find: (key: K) => V): V {
  let found = known.get(key);
  if (found === undefined) {
    found = find(key);
    if (known.size === MOST_KNOWN) known.clear();
    known.set(key, found);
  }
  return found;
}
