/** Reads `networks.yml`, what an organisation knows about itself, with a place for every mistake. */
import { compareAddresses, formatAddress, networkOf, parsePrefix } from '../network/address.ts';
import { readDocuments } from '../sigma/rule-document.ts';
import type { Entry, RuleDocument } from '../sigma/rule-document.ts';
import type { RuleProblem } from '../sigma/rule.ts';
import { NOTHING_KNOWN } from './known.ts';
import type { Known, KnownNetwork } from './known.ts';

/** Keys of the file, as people write them. */
const KEYS = ['networks', 'own-accounts', 'vendors', 'scanners', 'break-glass'] as const;
const NETWORK_KEYS = ['name', 'kind', 'blocks'] as const;
const KINDS: readonly KnownNetwork['kind'][] = ['office', 'vpn', 'ci', 'vendor', 'scanner'];

type Node = Entry['keyNode'];

/**
 * Reads the text of a `networks.yml`.
 *
 * @returns what it says, and every mistake with its place. With a mistake in it nothing of the file is to be used:
 *   half of what is known would make a judgement that cannot be told from a whole one.
 */
export function readKnown(file: string, text: string): { known: Known; problems: readonly RuleProblem[] } {
  const [document, second] = readDocuments(file, text);
  if (document === undefined) return { known: NOTHING_KNOWN, problems: [] };
  second?.error(second.root, 'one document is enough: take the "---" out');
  const known = document.failed ? NOTHING_KNOWN : new KnownReader(document).read();
  return { known, problems: [...document.problems, ...(second?.problems ?? [])] };
}

class KnownReader {
  readonly #document: RuleDocument;

  constructor(document: RuleDocument) {
    this.#document = document;
  }

  read(): Known {
    const entries = this.#map(this.#document.root, KEYS, 'the file');
    const at = (key: (typeof KEYS)[number]): Node | null => entries.get(key) ?? null;
    return {
      networks: this.#items(at('networks'), 'networks').flatMap((node) => this.#network(node)),
      ownAccounts: this.#texts(at('own-accounts'), 'own-accounts')
        .filter(([text, node]) => this.#isAccount(text, node))
        .map(([text]) => text),
      vendorAccounts: this.#vendors(at('vendors')),
      scanners: this.#patterns(at('scanners'), 'scanners'),
      breakGlass: this.#patterns(at('break-glass'), 'break-glass'),
    };
  }

  #network(node: Node | null): KnownNetwork[] {
    const entries = this.#map(node, NETWORK_KEYS, 'a network');
    const name = this.#text(entries.get('name') ?? null);
    const kind = this.#text(entries.get('kind') ?? null);
    const found = KINDS.find((each) => each === kind);
    if (name === undefined) this.#document.error(node, 'a network needs a "name"');
    if (found === undefined)
      this.#document.error(entries.get('kind') ?? node, `"kind" must be one of ${KINDS.join(', ')}`);
    const blocks = this.#texts(entries.get('blocks') ?? null, 'blocks');
    if (blocks.length === 0)
      this.#document.error(node, 'a network needs "blocks": CIDR blocks or AS numbers');
    for (const [text, place] of blocks) this.#checkBlock(text, place);
    if (name === undefined || found === undefined) return [];
    return [{ name, kind: found, blocks: blocks.map(([text]) => text) }];
  }

  #checkBlock(text: string, node: Node | null): void {
    if (/^AS[1-9]\d{0,9}$/.test(text) && Number(text.slice(2)) < 2 ** 32) return;
    const prefix = parsePrefix(text);
    if (prefix === undefined) {
      this.#document.error(
        node,
        `"${text.slice(0, 60)}" is no CIDR block such as 203.0.113.0/24, and no AS number such as AS64500`,
      );
      return;
    }
    const start = networkOf(prefix);
    if (compareAddresses(start, prefix.address) === 0) return;
    const length = text.slice(text.indexOf('/'));
    this.#document.error(
      node,
      `"${text}" has bits set beyond ${length}; did you mean ${formatAddress(start)}${length}?`,
    );
  }

  #vendors(node: Node | null): ReadonlyMap<string, string> {
    const vendors = new Map<string, string>();
    if (this.#isNothing(node)) return vendors;
    const entries = this.#document.entries(node);
    if (entries === undefined) this.#document.error(node, '"vendors" must be a map of account IDs and names');
    for (const { key, keyNode, value } of entries ?? []) {
      // As a key, an account ID that begins with 0 must be quoted, or the zero is lost.
      const name = this.#text(value);
      if (!this.#isAccount(key, keyNode)) continue;
      if (name === undefined) this.#document.error(value ?? keyNode, 'a vendor needs a name');
      else vendors.set(key, name);
    }
    return vendors;
  }

  #patterns(node: Node | null, key: string): string[] {
    return this.#texts(node, key).flatMap(([text, place]) => {
      if (/^arn:[\w*?-]+:/.test(text) || text === '*') return [text];
      this.#document.error(
        place,
        `"${text.slice(0, 60)}" is no ARN pattern such as arn:aws:iam::*:role/audit-*`,
      );
      return [];
    });
  }

  #isAccount(text: string, node: Node | null): boolean {
    if (/^\d{12}$/.test(text)) return true;
    this.#document.error(node, `"${text.slice(0, 60)}" is no account ID: those have 12 digits (quote them)`);
    return false;
  }

  /** The keys of a map; others than those allowed are mistakes. */
  #map(node: Node | null, allowed: readonly string[], what: string): ReadonlyMap<string, Node | null> {
    const entries = this.#document.entries(node);
    if (entries === undefined) this.#document.error(node, `${what} must be a map with ${allowed.join(', ')}`);
    for (const { key, keyNode } of entries ?? []) {
      if (!allowed.includes(key))
        this.#document.error(
          keyNode,
          `"${key.slice(0, 60)}" is not known here; ${what} has ${allowed.join(', ')}`,
        );
    }
    return new Map((entries ?? []).map(({ key, value }) => [key, value]));
  }

  #items(node: Node | null, key: string): (Node | null)[] {
    if (this.#isNothing(node)) return [];
    const items = this.#document.items(node);
    if (items === undefined) this.#document.error(node, `"${key}" must be a list`);
    return items ?? [];
  }

  #texts(node: Node | null, key: string): [text: string, node: Node | null][] {
    return this.#items(node, key).flatMap((item) => {
      const text = this.#text(item);
      if (text !== undefined) return [[text, item] as [string, Node | null]];
      this.#document.error(item ?? node, `"${key}" must be a list of texts`);
      return [];
    });
  }

  #text(node: Node | null): string | undefined {
    const scalar = this.#document.scalar(node);
    return scalar === undefined || scalar.kind === 'null' || scalar.text === '' ? undefined : scalar.text;
  }

  /** A key that stands there without a value is as one that does not. */
  #isNothing(node: Node | null): boolean {
    return this.#document.scalar(node)?.kind === 'null';
  }
}
