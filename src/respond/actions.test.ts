/** What all actions have in common, as far as it can be told without AWS. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MECHANISMS } from '../investigate/persistence/catalogue.ts';
import { ACTIONS, SERVICES, actionOf } from './actions.ts';
import { ANSWERS } from './answers.ts';
import { commandsOf } from './step-commands.ts';
import type { Step } from './plan.ts';

const folder = fileURLToPath(new URL('actions/', import.meta.url));
const page = readFileSync(fileURLToPath(new URL('../../docs/respond.md', import.meta.url)), 'utf8');
const all = Object.values(ACTIONS);

/** A step with some text for every parameter. */
function stepOf(name: string): Step {
  const { parameters, optional } = ACTIONS[name]!;
  return {
    id: 'C01',
    phase: 'contain',
    action: name,
    account: '111122223333',
    region: 'eu-west-1',
    parameters: Object.fromEntries(
      [...parameters, ...optional].map((each) => [each, each === 'path' ? '/' : `some-${each}`]),
    ),
    title: '',
    why: '',
    events: [],
    stops: '',
    leavesAlive: '',
    breaks: [],
    undo: null,
    after: [],
  };
}

describe('the table of actions', () => {
  it('has every file of the folder', () => {
    const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
    expect(Object.keys(ACTIONS).toSorted()).toEqual(files.toSorted());
  });

  it('knows no action that objects have by nature', () => {
    expect(actionOf('constructor')).toBeUndefined();
    expect(actionOf('deny-user')?.name).toBe('deny-user');
  });

  it('is the one of the documentation', () => {
    const shown = [...page.matchAll(/^\| `([a-z-]+)` \| (.*?) \| (.*?) \|$/gm)].map(([, ...cells]) => cells);
    expect(shown).toEqual(all.map(({ name, does, undoes }) => [name, does, undoes ?? 'Cannot be undone.']));
  });
});

describe.each(all)('$name', (action) => {
  const step = stepOf(action.name);

  it('is called what it is found under', () => {
    expect(ACTIONS[action.name]).toBe(action);
  });

  it('reads with reads alone, of services that have a client', async () => {
    const { reads } = await commandsOf(step);
    for (const { operation, service } of reads) {
      expect(operation).toMatch(/^(?:Admin)?(?:Get|List|Describe)/);
      expect(SERVICES).toContain(service);
    }
    expect(reads.length > 0 || action.name === 'manual').toBe(true);
  });

  it('asks for permissions that are reads for the reader, and that name an action', () => {
    const granted = action.permissions(step);
    for (const { action: permission, resource } of granted) {
      expect(permission).toMatch(/^[a-z0-9-]+:[A-Z]\w+$/);
      expect(resource).toMatch(/^\*$|^arn:|^some-/);
    }
    const readers = granted.filter(({ role }) => role === 'reader');
    expect(readers.filter((each) => !/:(?:Admin)?(?:Get|List|Describe)/.test(each.action))).toEqual([]);
  });

  it('has what it calls covered by its permissions', () => {
    const before = action.expected(step);
    const calls = before === null ? [] : action.calls(step, before);
    const granted = action.permissions(step).map(({ action: permission }) => permission.split(':')[1]);
    for (const { operation, service } of calls) {
      expect(SERVICES).toContain(service);
      const name = S3_NAMES[`${service}:${operation}`] ?? operation;
      expect(granted).toContain(name);
    }
  });

  it('says that what is wanted is not there yet before, and is undone to nothing when nothing was done', () => {
    const before = action.expected(step);
    if (before === null) return;
    const calls = action.calls(step, before);
    const { state } = action.verify(step, before);
    expect(calls.length === 0 || state === 'not yet').toBe(true);
    expect(action.undo(step, before, before).calls).toEqual([]);
  });
});

/** Operations of S3 whose permission has another name. */
const S3_NAMES: Readonly<Record<string, string>> = {
  's3:PutPublicAccessBlock': 'PutBucketPublicAccessBlock',
  's3:DeleteBucketReplication': 'PutReplicationConfiguration',
  's3:DeleteBucketLifecycle': 'PutLifecycleConfiguration',
  's3:DeleteBucketCors': 'PutBucketCORS',
  's3-control:PutPublicAccessBlock': 'PutAccountPublicAccessBlock',
};

describe('answers to what was left behind', () => {
  const keys = new Set(
    MECHANISMS.flatMap(({ id, plants }) => plants.map(({ undo }) => `${id} ${undo.at(-1) ?? ''}`)),
  );

  it.each(Object.entries(ANSWERS))('%s is in the catalogue, and answered by actions', (key, answers) => {
    expect(keys).toContain(key);
    const targets = MECHANISMS.flatMap(({ id, plants }) =>
      plants.filter(({ undo }) => `${id} ${undo.at(-1) ?? ''}` === key),
    ).flatMap(({ target }) => Object.keys(target));
    for (const { action, parameters } of answers) {
      const known = actionOf(action)!;
      const names = Object.keys(parameters);
      expect([...known.parameters, ...known.optional]).toEqual(expect.arrayContaining(names));
      expect(names).toEqual(expect.arrayContaining([...known.parameters]));
      const from = Object.values(parameters).filter((each) => !/[=: ]/.test(each));
      expect(targets).toEqual(expect.arrayContaining(from));
    }
  });
});
