/** The fields of a user agent that rules and searches use. */
import { expect, test } from 'vitest';
import { AGENT_FIELDS, agentField, isAgentField } from './field.ts';

const KALI =
  '[aws-cli/2.36.17 ua/2.1 os/linux#6.19.14+kali-amd64 md/arch#x86_64 lang/python#3.14.6 exec-env/CloudShell ' +
  'm/Z,g,E,AP sid/4c55b1738b6d md/distrib#kali.2026 md/command#s3.ls]';

test('every field has a value for an agent that says everything', () => {
  const values = Object.fromEntries(AGENT_FIELDS.map((name) => [name, agentField(name, KALI)]));
  expect(values).toEqual({
    'agent.kind': 'cli',
    'agent.tool': 'aws-cli',
    'agent.version': '2.36',
    'agent.os': 'linux',
    'agent.distro': 'kali',
    'agent.signature': ['kali'],
    'agent.provider': 'env',
    'agent.sid': '4c55b1738b6d',
    'agent.command': 's3.ls',
    'agent.family': 'aws-cli|linux|kali|CloudShell',
    'agent.env': 'CloudShell',
    'agent.lang': 'python3.14',
    'agent.coding': 'codex',
  });
});

test('a missing user agent has a kind and a family, and nothing else', () => {
  const said = AGENT_FIELDS.filter((name) => agentField(name, undefined) !== undefined);
  expect(said).toEqual(['agent.kind', 'agent.family']);
});

test('a guessed distribution has the same name as a stated one', () => {
  expect(agentField('agent.distro', 'Boto3/1.26 Python/3.10 Linux/5.19.0-46-generic')).toBe('ubuntu');
});

test('only its own names are fields', () => {
  expect(AGENT_FIELDS.every(isAgentField)).toBe(true);
  expect(['agent.nothing', 'userAgent', 'toString', '__proto__'].some(isAgentField)).toBe(false);
});
