// Sigma rules as closures over parsed events, and an index of them by event name.
import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * @param rules event rules of the compiled rule file.
 * @param derive `(field, event)` gives the value of a field that is not logged but worked out (`network.kind` …).
 * @returns a function from an event name to the rules that could match it, as `{ id, matches(event) }`.
 */
export function indexRules(rules, derive) {
  const compiled = rules.map((rule) => ({
    id: rule.id,
    matches: compile(rule.condition, derive),
    names: namesOf(rule.condition),
  }));
  const byName = new Map();
  return (name) => {
    let found = byName.get(name);
    if (found === undefined) {
      const lower = String(name).toLowerCase();
      found = compiled.filter(({ names }) => names === null || names.has(lower));
      byName.set(name, found);
    }
    return found;
  };
}

/** The event names (in lower case) that a condition limits itself to; null when it does not. */
function namesOf(condition) {
  if (condition.type === 'match' && condition.field === 'eventName' && condition.test.op === 'equals') {
    return new Set([condition.test.value.toLowerCase()]);
  }
  if (condition.type === 'and') {
    const sets = condition.items.map(namesOf).filter((set) => set !== null);
    return sets.toSorted((a, b) => a.size - b.size)[0] ?? null;
  }
  if (condition.type === 'or') {
    const sets = condition.items.map(namesOf);
    return sets.includes(null) ? null : new Set(sets.flatMap((set) => [...set]));
  }
  return null;
}

function compile(condition, derive) {
  switch (condition.type) {
    case 'const':
      return () => condition.value;
    case 'and': {
      const items = condition.items.map((item) => compile(item, derive));
      return (event) => items.every((item) => item(event));
    }
    case 'or': {
      const items = condition.items.map((item) => compile(item, derive));
      return (event) => items.some((item) => item(event));
    }
    case 'not': {
      const item = compile(condition.item, derive);
      return (event) => !item(event);
    }
    default:
      return compileMatch(condition, derive);
  }
}

function compileMatch({ field, test }, derive) {
  if (field === null) {
    const passes = compileTest(test);
    return (event) => anyLeaf(event, passes);
  }
  const some = someValue(field, derive);
  if (test.op === 'exists') return (event) => some(event, () => true) === test.value;
  if (test.op === 'null') {
    return (event) => !some(event, () => true) || some(event, (value) => value === null);
  }
  if (test.op === 'fieldref') {
    const someOther = someValue(test.field, derive);
    const compare = COMPARE[test.mode];
    const fold = test.cased ? (value) => textOf(value) : (value) => textOf(value).toLowerCase();
    return (event) =>
      some(event, (a) => a !== null && someOther(event, (b) => b !== null && compare(fold(a), fold(b))));
  }
  const passesText = compileTest(test);
  const passes = (value) => value !== null && passesText(textOf(value));
  return (event) => some(event, passes);
}

const COMPARE = {
  equals: (text, wanted) => text === wanted,
  contains: (text, wanted) => text.includes(wanted),
  startswith: (text, wanted) => text.startsWith(wanted),
  endswith: (text, wanted) => text.endsWith(wanted),
};

/** A test of a text. */
function compileTest(test) {
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith': {
      const compare = COMPARE[test.op];
      if (test.cased) return (text) => compare(text, test.value);
      const wanted = test.value.toLowerCase();
      return (text) => compare(text.toLowerCase(), wanted);
    }
    case 'glob': {
      const pattern = globPattern(test);
      return (text) => pattern.test(text);
    }
    case 're': {
      const pattern = toRegExp(test);
      return (text) => pattern.test(text);
    }
    case 'cidr':
      return compileCidr(test.block);
    case 'lt':
      return (text) => Number(text) < test.value;
    case 'lte':
      return (text) => Number(text) <= test.value;
    case 'gt':
      return (text) => Number(text) > test.value;
    case 'gte':
      return (text) => Number(text) >= test.value;
    default:
      throw new Error(`no closure for the test ${test.op}`);
  }
}

function globPattern({ parts, cased }) {
  const source = parts.map((part) => {
    if (typeof part !== 'string') return part.wildcard === 'many' ? '.*' : '.';
    return part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, cased ? 'su' : 'isu');
}

/** RE2's flags at the start of a pattern are JavaScript's flags behind it. */
function toRegExp({ pattern, flags }) {
  const inline = /^\(\?([ims]+)\)/.exec(pattern);
  const all = new Set([...flags, ...Array.from(inline?.[1] ?? '')]);
  return new RegExp(inline === null ? pattern : pattern.slice(inline[0].length), [...all].join(''));
}

function compileCidr(block) {
  const [address, length] = block.split('/');
  const list = new BlockList();
  list.addSubnet(address, Number(length), isIPv6(address) ? 'ipv6' : 'ipv4');
  return (text) => isIP(text) !== 0 && list.check(text, isIPv6(text) ? 'ipv6' : 'ipv4');
}

/** Whether some value of a field passes: dots walk into maps, every element of an array is looked at. */
function someValue(field, derive) {
  if (/^(network|agent)\./.test(field)) return (event, passes) => someOf(derive(field, event), passes);
  const path = field.split('.');
  if (path.length === 1) return (event, passes) => someOf(event[field], passes);
  return (event, passes) => someBelow(event, path, 0, passes);
}

function someBelow(value, path, n, passes) {
  if (n === path.length) return someOf(value, passes);
  if (Array.isArray(value)) return value.some((element) => someBelow(element, path, n, passes));
  return typeof value === 'object' && value !== null && someBelow(value[path[n]], path, n + 1, passes);
}

function someOf(value, passes) {
  if (value === undefined) return false;
  return passes(value) || (Array.isArray(value) && value.some((element) => someOf(element, passes)));
}

function textOf(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function anyLeaf(value, passes) {
  if (value === null) return false;
  if (typeof value === 'object') return Object.values(value).some((item) => anyLeaf(item, passes));
  return passes(String(value));
}
