/**
 * The result of an audit as SARIF 2.1.0, as code hosts and editors read it: one result for each credential,
 * and for each finding in an account.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROBLEM_KINDS } from '../cloudtrail/problem.ts';
import type { ExposedCredential } from '../exposure/credentials.ts';
import { KINDS } from '../exposure/exposure.ts';
import type { Place } from '../exposure/exposure.ts';
import { withTimes } from '../json-times.ts';
import type { KeyStory } from '../story/key-story.ts';
import { isWorst } from '../story/score.ts';
import { iamResult, iamRules } from './audit-iam-sarif.ts';
import type { AuditResult, AuditShown } from './audit-run.ts';
import { LEVEL, ruleName, SEVERITY } from './audit-sarif-level.ts';
import { historyText, KIND_WORDS, nameOf, placeText } from '../exposure/words.ts';
import { clean, jsonText } from './show/text.ts';
import { version } from './version.ts';

/** Places that a result names; hosts refuse files that are too long. */
const MOST_PLACES = 100;

export async function showAuditSarif(
  { scan, credentials, iam, stories }: AuditResult,
  { output }: AuditShown,
): Promise<void> {
  const driver = {
    name: 'keytrail',
    version,
    semanticVersion: version,
    rules: [
      ...KINDS.map((kind) => ({
        id: kind,
        name: ruleName(kind),
        shortDescription: { text: `Exposed ${KIND_WORDS[kind]}` },
        defaultConfiguration: { level: kind === 'key-id' ? 'note' : 'error' },
        properties: { tags: ['security', 'secret'] },
      })),
      ...(iam === null ? [] : iamRules()),
    ],
  };
  const head = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
  };
  await output.write(`${jsonText(head).slice(0, -1)},"runs":[{"tool":{"driver":${jsonText(driver)}},`);
  await output.write(`"columnKind":"utf16CodeUnits","results":[`);
  let n = 0;
  for (const result of resultsOf(credentials, stories ?? [], iam))
    await output.write(`${n++ === 0 ? '' : ','}\n${jsonText(result)}`);
  const invocation = {
    executionSuccessful: true,
    toolExecutionNotifications: scan.problems.map(({ kind, file, detail }) => ({
      level: 'warning',
      message: { text: clean(`${file} ${PROBLEM_KINDS[kind]}: ${detail}`) },
    })),
  };
  await output.write(`\n],"invocations":[${jsonText(invocation)}]}]}\n`);
}

/** Keys that were not found have no place in code, and so no result but those of the account's checks. */
function* resultsOf(
  credentials: AuditResult['credentials'],
  stories: readonly KeyStory[],
  iam: AuditResult['iam'],
): Generator<object> {
  const byKey = new Map(stories.map((story) => [story.keyId, story]));
  for (const credential of credentials)
    yield resultOf(credential, credential.keyId === null ? undefined : byKey.get(credential.keyId));
  for (const finding of iam?.findings ?? []) yield iamResult(finding, KINDS.length);
}

function resultOf(credential: ExposedCredential, story: KeyStory | undefined): object {
  const { kind, level, reasons, places, fingerprint, account, keyId, secretHint, known } = credential;
  const [first, ...others] = places.slice(0, MOST_PLACES);
  const of = account === null ? '' : ` of account ${account}`;
  const more = places.length === 1 ? '' : ` It was found in ${places.length} places.`;
  const history = historyText(first!);
  const found = `${KIND_WORDS[kind]} ${nameOf(credential)}${of}. ${reasons.join(' ')}${more}${history === '' ? '' : ` In git: ${history}.`}`;
  const isGravest = story !== undefined && isWorst(story);
  const text = story === undefined ? found : `${story.sentence} ${found}`;
  return {
    ruleId: kind,
    ruleIndex: KINDS.indexOf(kind),
    level: isGravest ? 'error' : LEVEL[level],
    ...(story === undefined ? {} : { rank: Math.min(100, story.score / 2) }),
    message: { text: clean(text) },
    locations: [locationOf(first!)],
    ...(others.length === 0
      ? {}
      : { relatedLocations: others.map((place, n) => ({ id: n + 1, ...locationOf(place) })) }),
    partialFingerprints: { 'keytrailCredential/v1': fingerprint },
    properties: {
      'security-severity': isGravest ? SEVERITY.high : SEVERITY[level],
      level,
      keyId,
      account,
      secretHint,
      known,
      places: places.length,
      ...(story === undefined ? {} : { story: withTimes(storyProperties(story)) }),
    },
  };
}

/** What the message says in words, for programs; places are the locations. */
function storyProperties({ account, owner, use, odd, score, terms, sources }: KeyStory): object {
  return {
    account,
    owner,
    use,
    odd,
    score,
    terms,
    sources: sources.map(({ place, ...source }) => ({ ...source, place: clean(placeText(place)) })),
  };
}

/** A file has an address; a variable or an object that no commit names has only a name. */
function locationOf(place: Place): object {
  const { path: file, inside, line, git } = place;
  const logicalLocations = [{ fullyQualifiedName: clean(placeText(place)) }];
  const message = { text: clean(placeText(place)) };
  const isFile = !file.startsWith('env:') && !file.startsWith('process ');
  if (!isFile) return { logicalLocations, message };
  const target = git === null ? file : git.file === null ? file : path.join(file, git.file);
  // Lines are those of a text file, not of what is packed in one.
  const region = line === null || inside.length > 0 ? undefined : { startLine: line };
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(target) },
      ...(region === undefined ? {} : { region }),
    },
    ...(inside.length === 0 && git === null ? {} : { logicalLocations, message }),
  };
}

/** Relative to the folder the audit ran in where it is below that, as hosts expect. */
function uriOf(file: string): string {
  const relative = path.relative('.', file);
  if (relative === '') return './';
  if (relative.startsWith('..') || path.isAbsolute(relative)) return pathToFileURL(path.resolve(file)).href;
  return relative.split(path.sep).map(encodeURIComponent).join('/');
}
