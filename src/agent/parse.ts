/** Takes a CloudTrail `userAgent` apart: pure, never throws, linear in the length of the text. */
import type { Agent, AgentKind, Distro } from './agent.ts';
import { browserOf } from './browser.ts';
import { majorMinor } from './platform.ts';
import { addSaid, saidBy } from './said.ts';
import { mayHoldMark, signaturesIn } from './signatures.ts';
import type { Draft } from './tokens.ts';
import { emptyDraft, readToken } from './tokens.ts';

/** CloudTrail keeps 1 KB of a user agent. What stands behind this is not taken apart, only searched for signatures. */
const MAX_PARSED = 4096;

/** The caller before it is named: everything but signatures and families. */
interface Named {
  readonly kind: AgentKind;
  readonly tool: string | null;
  readonly draft: Draft;
  /** Whether signatures have to be searched for. */
  readonly mayHoldMark: boolean;
}

/** White space that cuts tokens otherwise than one blank between two. */
const OTHER_SPACE = /[^\S ]| {2}/;

/**
 * Reads a user agent.
 *
 * Everything in it is chosen by the caller: a suspicious agent is evidence, an innocent one is not.
 *
 * @param raw the field as CloudTrail wrote it; S3 wraps it in square brackets
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function parseAgent(raw: string | null | undefined): Agent {
  const full = raw ?? '';
  const text = unwrapped(full.slice(0, MAX_PARSED));
  const { kind, tool, draft, ...named } = fixedAgent(text) ?? programAgent(text);
  const given = kind === 'http-client' ? ['raw-http'] : [];
  const isMarked = named.mayHoldMark || full.length > MAX_PARSED;
  const signatures = isMarked ? signaturesIn(full, given) : given;
  const family1 = tool ?? kind;
  const family2 = family(family1, draft.os, distroName(draft.distro), draft.execEnv);
  const { version, lang, arch, credentialProvider, appId } = draft;
  return {
    kind,
    tool,
    version,
    os: draft.os,
    osVersion: draft.osVersion,
    distro: draft.distro,
    arch,
    lang,
    execEnv: draft.execEnv,
    credentialProvider,
    codingAgent: draft.codingAgent,
    sid: draft.sid,
    command: draft.command,
    appId,
    installer: draft.installer,
    signatures,
    family1,
    family2,
    family3: `${family2}|${family(version, lang, arch, credentialProvider, appId)}`,
  };
}

/** A guessed distribution is marked, so that it is not taken for a named one. */
function distroName(distro: Distro | null): string | null {
  return distro === null ? null : distro.name + (distro.inferred ? '~' : '');
}

/** Joins the parts of a family; a part cannot forge the separator. */
function family(...parts: readonly (string | null)[]): string {
  let [joined, separator] = ['', ''];
  for (const part of parts) {
    const said = part ?? '-';
    joined += separator + (said.includes('|') ? said.replaceAll('|', '-') : said);
    separator = '|';
  }
  return joined;
}

/** Without surrounding white space and brackets. A cut-off agent has lost its closing bracket. */
function unwrapped(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && ' \t\r\n['.includes(text.charAt(start))) start++;
  while (end > start && ' \t\r\n]'.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Agents that are whole phrases rather than lists of products; null for all others. */
function fixedAgent(text: string): Named | null {
  const draft = emptyDraft();
  if (text === '' || text === '-') return { kind: 'empty', tool: null, draft, mayHoldMark: false };
  if (/^mozilla\b/i.test(text) && !text.includes('WindowsPowerShell/')) {
    const { tool, os } = browserOf(text);
    return { kind: 'browser', tool, draft: { ...draft, os }, mayHoldMark: true };
  }
  const s3Browser = /^s3 browser[/ ](.{0,40})/i.exec(text);
  if (s3Browser !== null) {
    const version = majorMinor(s3Browser[1] ?? '');
    return { kind: 'tool', tool: 's3-browser', draft: { ...draft, version }, mayHoldMark: true };
  }
  const amazon = amazonAgent(text);
  return amazon === null ? null : { ...amazon, draft, mayHoldMark: true };
}

/** AWS's own consoles, services and fleets, whose platform is not the caller's. */
function amazonAgent(text: string): Pick<Named, 'kind' | 'tool'> | null {
  if (/^[a-z0-9.-]{1,128}\.amazonaws\.com(?:\.cn)?$/.test(text)) {
    return { kind: /(?:^|\.)(?:console|signin)\./.test(text) ? 'console' : 'aws-service', tool: text };
  }
  if (/^aws internal$/i.test(text) || text.startsWith('aws-internal/')) {
    return { kind: 'aws-internal', tool: 'aws-internal' };
  }
  const fleet = /^([^,|/]{1,40})(?:\/[^, ]{0,20})?, ?aws-internal\//.exec(text);
  if (fleet !== null) return { kind: 'aws-internal', tool: `aws-console:${fleet[1]}` };
  const consoleName = /^(?:(?:aws|amazon) [a-z0-9 ]{1,40} console$|[a-z0-9]{1,30}console(?=\/))/i.exec(
    text,
  )?.[0];
  if (consoleName !== undefined) return { kind: 'console', tool: `aws-console:${consoleName}` };
  // The sign-in portal of IAM Identity Center never filled in its own version.
  if (text === 'Jersey/${project.version}') return { kind: 'console', tool: 'aws-sso-portal' };
  return null;
}

function programAgent(text: string): Named {
  const draft = emptyDraft();
  const tokens = OTHER_SPACE.test(text) ? text.split(/\s+/) : text.split(' ');
  const first = tokens[0] ?? '';
  readToken(draft, first, true);
  let isMarked = mayHoldMark(first);
  for (let n = 1; n < tokens.length; n++) {
    const said = saidBy(tokens[n]!, text.length);
    addSaid(draft, said.draft);
    isMarked ||= said.mayHoldMark;
  }
  const { kind, tool } = draft.product ?? { kind: 'unknown', tool: unknownTool(first) };
  return { kind, tool, draft, mayHoldMark: isMarked };
}

/**
 * A program we do not know still has a name, by which it can be told from others. A text without a version may be
 * an id instead, and those have digits.
 */
function unknownTool(token: string): string | null {
  return /^(?:[a-z][a-z0-9_.-]{1,39}(?=\/)|[a-z][a-z_.-]{1,39}$)/.exec(token.toLowerCase())?.[0] ?? null;
}
