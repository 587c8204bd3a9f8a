/** Reads the YAML of a plan; every mistake with its place. */
import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { PHASES } from './plan.ts';
import type { Phase, Plan, Step } from './plan.ts';

export interface Place {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface PlanMistake extends Place {
  readonly message: string;
}

export interface ReadPlan {
  /** `null` when there are mistakes. */
  readonly plan: Plan | null;
  readonly mistakes: readonly PlanMistake[];
  /** Where each step stands. */
  readonly places: ReadonlyMap<string, Place>;
}

/** A plan of a thousand credentials has some MB; more is no plan. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

export function readPlan(text: string): ReadPlan {
  if (text.length > MOST_CHARACTERS)
    return {
      plan: null,
      mistakes: [{ line: 1, column: 1, message: 'the file is too long for a plan' }],
      places: new Map(),
    };
  return new PlanReader(text).read();
}

type Members = ReadonlyMap<string, Node | null>;

class PlanReader {
  readonly #text: string;
  readonly #lines = new LineCounter();
  readonly #mistakes: PlanMistake[] = [];
  readonly #places = new Map<string, Place>();

  constructor(text: string) {
    this.#text = text;
  }

  read(): ReadPlan {
    const document = parseDocument(this.#text, { lineCounter: this.#lines, uniqueKeys: true });
    for (const { pos, message } of document.errors)
      this.#mistakes.push({ ...this.#placeAt(pos[0]), message: message.split('\n', 1)[0] ?? message });
    const plan = this.#mistakes.length > 0 ? null : this.#plan(document.contents);
    return {
      plan: this.#mistakes.length > 0 ? null : plan,
      mistakes: this.#mistakes,
      places: this.#places,
    };
  }

  #plan(root: Node | null): Plan | null {
    const members = this.#members(root, 'the plan', [
      'version',
      'incident',
      'source',
      'accounts',
      'protected',
      'scope',
      'steps',
      'unknown',
    ]);
    if (members === null) return null;
    const version = members.get('version') ?? null;
    if (!isScalar(version) || version.value !== 1) this.#mistake(version ?? root, 'version must be 1');
    return {
      version: 1,
      incident: this.#string(members, 'incident', root),
      source: this.#string(members, 'source', root),
      accounts: this.#strings(members, 'accounts', root),
      protected: this.#strings(members, 'protected', root),
      scope: this.#strings(members, 'scope', root),
      steps: this.#nodes(members, 'steps', root).map((node) => this.#step(node)),
      unknown: this.#strings(members, 'unknown', root),
    };
  }

  #step(node: Node | null): Step {
    const members =
      this.#members(
        node,
        'a step',
        [
          'id',
          'title',
          'phase',
          'action',
          'account',
          'region',
          'parameters',
          'why',
          'stops',
          'leavesAlive',
          'breaks',
          'undo',
          'after',
          'events',
        ],
        ['force'],
      ) ?? new Map<string, Node | null>();
    const id = this.#string(members, 'id', node);
    if (node !== null) this.#places.set(id, this.#placeOf(node));
    return {
      id,
      phase: this.#phase(members, node),
      action: this.#string(members, 'action', node),
      account: this.#string(members, 'account', node),
      region: this.#string(members, 'region', node),
      parameters: this.#parameters(members, node),
      title: this.#string(members, 'title', node),
      why: this.#string(members, 'why', node),
      events: this.#nodes(members, 'events', node).map((event) => this.#event(event)),
      stops: this.#string(members, 'stops', node),
      leavesAlive: this.#string(members, 'leavesAlive', node),
      breaks: this.#strings(members, 'breaks', node),
      undo: this.#isNull(members, 'undo') ? null : this.#string(members, 'undo', node),
      after: this.#strings(members, 'after', node),
      ...(members.has('force') ? { force: this.#string(members, 'force', node) } : {}),
    };
  }

  #phase(members: Members, home: Node | null): Phase {
    const text = this.#string(members, 'phase', home);
    const phase = PHASES.find((each) => each === text);
    if (phase === undefined && text !== '')
      this.#mistake(members.get('phase') ?? home, `phase must be one of ${PHASES.join(', ')}`);
    return phase ?? 'contain';
  }

  #event(node: Node | null): EventRef {
    const members =
      this.#members(node, 'an event', ['eventId', 'time', 'file', 'record']) ??
      new Map<string, Node | null>();
    const time = this.#string(members, 'time', node);
    const timeMs = Date.parse(time);
    if (time !== '' && !Number.isFinite(timeMs))
      this.#mistake(members.get('time') ?? node, `${time} is no time`);
    const record = members.get('record') ?? null;
    if (!isScalar(record) || !Number.isSafeInteger(record.value))
      this.#mistake(record ?? node, 'record must be a whole number');
    return {
      eventId: this.#string(members, 'eventId', node),
      timeMs,
      file: this.#string(members, 'file', node),
      record: isScalar(record) ? Number(record.value) : 0,
    };
  }

  #parameters(members: Members, home: Node | null): { readonly [name: string]: string } {
    const node = members.get('parameters') ?? null;
    if (!isMap(node)) {
      if (members.has('parameters')) this.#mistake(node ?? home, 'parameters must be a map of texts');
      return {};
    }
    return Object.fromEntries(
      [...this.#entries(node)].map(([name, value]) => [name, this.#one(value, `parameter ${name}`, home)]),
    );
  }

  /** Members of a map that has all of `required` and nothing but them and `optional`. */
  #members(
    node: Node | null,
    what: string,
    required: readonly string[],
    optional: readonly string[] = [],
  ): Members | null {
    if (!isMap(node)) {
      this.#mistake(node, `${what} must be a map`);
      return null;
    }
    const members = this.#entries(node);
    for (const name of required) if (!members.has(name)) this.#mistake(node, `${what} lacks ${name}`);
    for (const [name, value] of members)
      if (!required.includes(name) && !optional.includes(name))
        this.#mistake(value ?? node, `${what} has no member ${name}`);
    return members;
  }

  #entries(node: YAMLMap): Members {
    return new Map(
      node.items.map(({ key, value }) => [
        isScalar(key) ? String(key.value) : '',
        isScalar(value) || isMap(value) || isSeq(value) ? value : null,
      ]),
    );
  }

  #isNull(members: Members, name: string): boolean {
    const node = members.get(name) ?? null;
    return members.has(name) && (node === null || (isScalar(node) && node.value === null));
  }

  #string(members: Members, name: string, home: Node | null): string {
    return members.has(name) ? this.#one(members.get(name) ?? null, name, home) : '';
  }

  #one(node: Node | null, name: string, home: Node | null): string {
    if (isScalar(node) && typeof node.value === 'string') return node.value;
    this.#mistake(node ?? home, `${name} must be a text, in quotes`);
    return '';
  }

  #strings(members: Members, name: string, home: Node | null): string[] {
    return this.#nodes(members, name, home).map((node) => this.#one(node, `each of ${name}`, home));
  }

  #nodes(members: Members, name: string, home: Node | null): (Node | null)[] {
    if (!members.has(name)) return [];
    const node = members.get(name) ?? null;
    if (!isSeq(node)) {
      this.#mistake(node ?? home, `${name} must be a list`);
      return [];
    }
    return node.items.map((item) => (isScalar(item) || isMap(item) || isSeq(item) ? item : null));
  }

  #mistake(node: Node | null, message: string): void {
    this.#mistakes.push({ ...this.#placeOf(node), message });
  }

  #placeOf(node: Node | null): Place {
    return this.#placeAt(node?.range?.[0] ?? 0);
  }

  #placeAt(position: number): Place {
    const { line, col } = this.#lines.linePos(position);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}
