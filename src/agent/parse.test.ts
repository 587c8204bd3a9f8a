/** The rules by which a user agent is taken apart, each with the agent that made it necessary. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAgent } from './parse.ts';

describe('what kind of caller it is', () => {
  test.each([
    ['', 'empty', null],
    ['-', 'empty', null],
    ['[ ]', 'empty', null],
    ['AWS Internal', 'aws-internal', 'aws-internal'],
    ['aws-internal/3 aws-sdk-java/1.12.124 Linux/4.9.273', 'aws-internal', 'aws-internal'],
    ['[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488]', 'aws-internal', 'aws-console:S3Console'],
    ['RDS Console, aws-internal/3 aws-sdk-java/1.11.975', 'aws-internal', 'aws-console:RDS Console'],
    ['[S3Console/0.4]', 'console', 'aws-console:S3Console'],
    ['AWS CloudWatch Console', 'console', 'aws-console:AWS CloudWatch Console'],
    ['console.ec2.amazonaws.com', 'console', 'console.ec2.amazonaws.com'],
    ['signin.amazonaws.com', 'console', 'signin.amazonaws.com'],
    ['lambda.amazonaws.com', 'aws-service', 'lambda.amazonaws.com'],
    ['lambda.amazonaws.com.evil.example', 'unknown', 'lambda.amazonaws.com.evil.example'],
    ['Jersey/${project.version}', 'console', 'aws-sso-portal'],
    ['Jersey/2.34', 'http-client', 'jersey'],
    ['Python-httplib2/0.8 (gzip)', 'http-client', 'python-httplib2'],
    ['rclone/v1.65.2', 'tool', 'rclone'],
    ['Cyberduck/6.3.2.27291 (Mac OS X/10.13.4) (x86_64)', 'tool', 'cyberduck'],
    ['WinSCP/5.7.6 neon/0.30.1', 'tool', 'winscp'],
    ['AWSPowerShell.NetCore/4.1.500.0 .NET_Core/6.0.20 OS/Linux_5.15', 'cli', 'aws-powershell'],
    ['backup-robot', 'unknown', 'backup-robot'],
    ['nightly2/7 (ops)', 'unknown', 'nightly2'],
    ['68319f60-9dec-43b2-9702-de3a08c9d8a3', 'unknown', null],
    ['constructor/1.0', 'unknown', 'constructor'],
    ['__proto__/1.0 toString', 'unknown', null],
  ])('%s is %s', (raw, kind, tool) => {
    expect(parseAgent(raw)).toMatchObject({ kind, tool });
  });

  test('a missing agent is an empty one', () => {
    expect(parseAgent(null)).toEqual(parseAgent(''));
    expect(parseAgent(undefined)).toEqual(parseAgent(''));
  });

  test('the program that wraps an SDK is the tool, wherever it stands', () => {
    const old = parseAgent(
      'aws-sdk-go/1.29.7 (go1.13.7; darwin; amd64) APN/1.0 HashiCorp/1.0 Terraform/0.12.24',
    );
    expect(old).toMatchObject({
      kind: 'iac',
      tool: 'terraform',
      version: '0.12',
      os: 'macos',
      arch: 'x86_64',
    });
    expect(parseAgent('CloudCustodian(net-change)/0.9.2 Python/3.8.3 Botocore/1.15.49')).toMatchObject({
      tool: 'cloud-custodian',
      version: '0.9',
    });
  });

  test('a library mentioned behind an SDK does not make the caller a bare HTTP client', () => {
    const agent = parseAgent(
      'aws-sdk-php/3.300.0 ua/2.1 OS/Linux#5.15.0-1056-aws lang/php#8.1.2 GuzzleHttp/7',
    );
    expect(agent).toMatchObject({ kind: 'sdk', tool: 'aws-sdk-php', signatures: [] });
  });

  test.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/118.0 Safari/537.36',
      'chrome',
      'windows',
    ],
    ['Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0', 'firefox', 'linux'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/120.0 Safari/537.36 Edg/120.0', 'edge', 'macos'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1', 'safari', 'ios'],
    ['Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/118.0 Safari/537.36', 'headless-chrome', 'linux'],
    ['Mozilla/2.0 (compatible; NEWT ActiveX; Win32)', 'mozilla', 'windows'],
    ['Mozilla', 'mozilla', null],
  ])('%s is a browser', (raw, tool, os) => {
    expect(parseAgent(raw)).toMatchObject({ kind: 'browser', tool, os, version: null });
  });

  test('PowerShell calls itself Mozilla and is none', () => {
    const raw = 'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041';
    expect(parseAgent(raw)).toMatchObject({ kind: 'http-client', tool: 'powershell', version: '5.1' });
  });
});

describe('what it says about the machine', () => {
  test.each([
    ['aws-cli/2.12.0 Python/3.11.4 Linux/6.3.0-kali1-cloud-amd64 prompt/off', 'kali', false],
    ['aws-cli/2.2.23 Python/3.8.8 Linux/5.15.0-1-generic exe/x86_64.amzn.2', 'amzn', false],
    ['Boto3/1.26.165 Python/3.10.6 Linux/5.19.0-46-generic Botocore/1.29.165', 'ubuntu', true],
    ['aws-cli/1.7.36 Python/2.6.6 Linux/2.6.32-573.8.1.el6.x86_64', 'rhel', true],
    ['aws-cli/2.1.0 Python/3.9 Linux/5.15.90.1-microsoft-standard-WSL2', 'wsl', false],
    ['aws-cli/2.1.0 Python/3.9 Linux/6.6.12-linuxkit', 'docker-desktop', false],
    ['aws-cli/2.17.0 ua/2.0 os/linux#6.1.0-18-amd64', 'debian', true],
  ])('%s runs on %s', (raw, name, inferred) => {
    expect(parseAgent(raw).distro).toEqual({ name, inferred });
  });

  test('a distribution that is named beats one guessed from the kernel', () => {
    const raw = 'aws-cli/2.36.17 os/linux#5.15.0-1056-aws md/arch#x86_64 md/distrib#debian.12';
    expect(parseAgent(raw).distro).toEqual({ name: 'debian', inferred: false });
  });

  test('.NET joins the name and version of the system with an underscore', () => {
    const raw =
      'aws-sdk-dotnet-coreclr/3.7.108 .NET_Core/6.0.20 OS/Linux_5.15.0-76-generic_#83-Ubuntu ClientAsync';
    expect(parseAgent(raw)).toMatchObject({ os: 'linux', osVersion: '5.15', lang: 'dotnet6.0' });
  });

  test("the version behind the system's name is Node's own in JS v2", () => {
    expect(parseAgent('aws-sdk-nodejs/2.586.0 linux/v12.13.0 promise')).toMatchObject({
      os: 'linux',
      osVersion: null,
      lang: 'nodejs12.13',
    });
  });

  test.each([
    ['exec-env/AWS_Lambda_python3.11', 'AWS_Lambda_python'],
    ['exec-env/AWS_Lambda_nodejs20.x', 'AWS_Lambda_nodejs'],
    ['exec-env/AWS_Lambda_java8.al2', 'AWS_Lambda_java'],
    ['exec-env/AWS_ECS_EC2', 'AWS_ECS_EC2'],
    ['exec-env/CloudShell', 'CloudShell'],
    ['exec-env/grimoire_095724e3-1fa0-4e3e-b68a-e8581d194380', 'grimoire'],
    ['AWS_Lambda_php', 'AWS_Lambda_php'],
  ])('the execution environment %s is of class %s', (part, execEnv) => {
    expect(parseAgent(`Boto3/1.34.69 ${part}`).execEnv).toBe(execEnv);
  });

  test('the AWS CLI tells its session, command, installer, credential source and coding agent', () => {
    const raw =
      '[aws-cli/2.36.17 md/awscrt#0.36.0 ua/2.1 os/macos#24.3.0 md/arch#arm64 lang/python#3.14.6 m/Z,AN,n,b ' +
      'app/billing md/installer#exe sid/4c55b1738b6d md/prompt#off md/command#s3.ls]';
    expect(parseAgent(raw)).toMatchObject({
      sid: '4c55b1738b6d',
      command: 's3.ls',
      installer: 'exe',
      appId: 'billing',
      credentialProvider: 'profile',
      codingAgent: 'claude-code',
    });
  });

  test('a role assumed from a profile is a role, whatever the profile held', () => {
    expect(parseAgent('aws-cli/2.30.1 m/n,o,i').credentialProvider).toBe('assume-role');
  });

  test('no word about the credentials means unknown', () => {
    expect(parseAgent('aws-cli/2.30.1 m/E,Z,b').credentialProvider).toBeNull();
  });
});

describe('signatures', () => {
  test.each([
    ['aws-cli/2.9 os/linux#6.19.14+kali-amd64', ['kali']],
    ['aws-cli/2.9 source/x86_64.parrot.6', ['parrot']],
    ['Boto3/1.1 Python/3.10 Linux/6.5.0-13parrot1-amd64', ['parrot']],
    ['Boto3/1.1 Python/3.10 Linux/6.1.0-pentoo', ['pentoo']],
    ['TruffleHog acme-scan', ['trufflehog']],
    ['Boto3/1.34.1 md/Botocore#1.34.1 APN_1826889', ['prowler']],
    ['Boto3/1.34.1 Pacu-Session-0d3f', ['pacu']],
    ['[S3 Browser 9.5.5 https://s3browser.com]', ['s3-browser']],
    ['Mountain Duck/4.1', ['mountain-duck']],
    ['curl/8.1 (kali)', ['kali', 'raw-http']],
    ['kalimba-player/1.0', []],
    ['aws-cli/2.9 app/parrots', []],
  ])('%s carries %j', (raw, signatures) => {
    expect(parseAgent(raw).signatures).toEqual(signatures);
  });

  test('are found behind whatever length of padding', () => {
    expect(parseAgent(`Boto3/1.34.1 ${'x'.repeat(100_000)} stratus-red-team_1`).signatures).toEqual([
      'stratus',
    ]);
  });
});

describe('families', () => {
  test('a part cannot forge the separator', () => {
    expect(parseAgent('evil|linux/1 app/a|b').family3.split('|')).toHaveLength(9);
  });

  test('an unknown distribution stays apart from a guessed one', () => {
    expect(parseAgent('aws-cli/2.13.0 Python/3.11.4 Linux/5.10.0-1234-aws').family2).toBe(
      'aws-cli|linux|ubuntu~|-',
    );
    expect(parseAgent('aws-cli/2.13.0 Linux/5.10.0-1234-aws exe/x86_64.ubuntu.22').family2).toBe(
      'aws-cli|linux|ubuntu|-',
    );
  });
});

describe('whatever a caller sends', () => {
  test('is read without an error, and its families keep their number of parts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (raw) => {
        const agent = parseAgent(raw);
        expect(agent.family1).toBe(agent.tool ?? agent.kind);
        expect(agent.family3.startsWith(`${agent.family2}|`)).toBe(true);
        expect(agent.family3.split('|')).toHaveLength(9 + (agent.family1.split('|').length - 1));
      }),
    );
  });

  test.each([
    '[',
    ' ',
    '-',
    'a/',
    'a.',
    'aws-',
    'm/',
    'A,',
    'os/_',
    'kali',
    '/',
    '#',
    'S3 Browser ',
    'aws-internal,',
    '1.',
  ])('a megabyte of "%s" takes no more than a second', (unit) => {
    const raw = unit.repeat(Math.ceil(1_000_000 / unit.length));
    const start = performance.now();
    parseAgent(raw);
    parseAgent(`os/${raw}`);
    parseAgent(`exec-env/${raw}amazonaws.com`);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
