/** What a user agent says about the caller's program and machine. */

/**
 * What sort of program called:
 * - `cli` AWS CLI, PowerShell · `sdk` an AWS SDK in somebody's code · `iac` Terraform, CDK, Ansible
 * - `console` the sign-in pages and consoles · `aws-service` a service on the caller's behalf, by its DNS name
 * - `aws-internal` AWS's own fleets (`AWS Internal`, `…, aws-internal/3 …`)
 * - `browser` · `tool` a named program built on an SDK · `http-client` no SDK at all: a bare HTTP library
 * - `empty` nothing was sent · `unknown` something we have no name for
 */
export type AgentKind =
  | 'cli'
  | 'sdk'
  | 'iac'
  | 'console'
  | 'aws-service'
  | 'aws-internal'
  | 'browser'
  | 'tool'
  | 'http-client'
  | 'empty'
  | 'unknown';

/** A user agent taken apart. `null` always means "it does not say", never "it has none". */
export interface Agent {
  readonly kind: AgentKind;
  /** Name of the program, such as `aws-cli`, `boto3`, `terraform`, `cloudformation.amazonaws.com`. */
  readonly tool: string | null;
  /** Version of the tool as `major.minor`. */
  readonly version: string | null;
  /** `linux`, `macos`, `windows`, …; null when it does not say. */
  readonly os: string | null;
  /** Version of the operating system (the kernel's, for Linux and old macOS agents) as `major.minor`. */
  readonly osVersion: string | null;
  readonly distro: Distro | null;
  /** `x86_64`, `arm64`, … under one name whichever SDK wrote it. */
  readonly arch: string | null;
  /** Language runtime with `major.minor`, such as `python3.11`. */
  readonly lang: string | null;
  /** Class of AWS_EXECUTION_ENV without versions, such as `AWS_Lambda_python`. The caller can set it freely. */
  readonly execEnv: string | null;
  /** Where the SDK found the credentials, such as `env` or `profile`; see `features.ts`. */
  readonly credentialProvider: string | null;
  /** The coding agent that ran the AWS CLI, such as `claude-code`. */
  readonly codingAgent: string | null;
  /** Session id of AWS CLI v2: the same on two credentials means the same terminal on the same machine. */
  readonly sid: string | null;
  /** AWS CLI v2 command, such as `s3.ls`. */
  readonly command: string | null;
  /** Application id the owner configured (`app/…`). */
  readonly appId: string | null;
  /** How AWS CLI v2 was installed: `exe`, `source`, …. */
  readonly installer: string | null;
  /** Names of the suspicious things recognised in the raw text, sorted; see `signatures.ts`. */
  readonly signatures: readonly string[];
  /** The tool alone. */
  readonly family1: string;
  /** tool|os|distro|execution environment: stable when the software is updated. */
  readonly family2: string;
  /** family2|version|language|arch|credential provider|application id: changes with updates. */
  readonly family3: string;
}

/** Distribution of the operating system. */
export interface Distro {
  readonly name: string;
  /** True when guessed from the kernel's name; false when the agent names it. */
  readonly inferred: boolean;
}
