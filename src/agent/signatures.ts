/**
 * Marks in the raw user agent that are worth a look whatever else the agent says: penetration-testing
 * distributions, attack and audit tools, and storage browsers that intruders favour.
 *
 * Facts: GuardDuty's PenTest findings, published CloudTrail logs, the tools' own sources. A caller chooses its
 * user agent, so the absence of a mark says nothing.
 *
 * Pacu imitates ordinary SDKs when it runs on such a distribution; only its session suffix is a mark. The agents
 * it imitates are old but ordinary, and are not listed here.
 */

/** Texts in lower case, any of which gives the signature. */
const CONTAINED: readonly (readonly [signature: string, texts: readonly string[]])[] = [
  ['trufflehog', ['trufflehog']],
  ['scoutsuite', ['scout-suite', 'scout suite', 'scoutsuite']],
  ['prowler', ['apn_1826889', 'prowler']],
  ['pacu', ['pacu-session']],
  ['stratus', ['stratus-red-team']],
  ['grimoire', ['grimoire_']],
  ['s3-browser', ['s3 browser']],
  ['cyberduck', ['cyberduck']],
  ['mountain-duck', ['mountain duck', 'mountainduck']],
  ['winscp', ['winscp']],
  ['rclone', ['rclone/']],
  ['elasticwolf', ['elasticwolf']],
];

/** Distribution names, which count only as whole words: in kernels they are followed by digits or a hyphen. */
const DISTRIBUTIONS: readonly string[] = ['blackarch', 'kali', 'parrot', 'pentoo'];

/** The longest word of each text without which it cannot stand anywhere. */
const WORDS: readonly string[] = [
  ...DISTRIBUTIONS,
  ...CONTAINED.flatMap(([, texts]) => texts.map((text) => longest(text.split(' ')))),
];

function longest(words: readonly string[]): string {
  return words.reduce((a, b) => (b.length > a.length ? b : a));
}

/** Whether there may be a signature in a user agent with that token; false for all tokens where there is none. */
export function mayHoldMark(token: string): boolean {
  const text = token.toLowerCase();
  return WORDS.some((word) => text.includes(word));
}

/**
 * Signatures of a user agent, sorted.
 *
 * @param raw the field as it stands, before anything is stripped or cut
 * @param known signatures that follow from the parsed agent instead
 */
export function signaturesIn(raw: string, known: readonly string[]): readonly string[] {
  const text = raw.toLowerCase();
  const found = [...known];
  for (const word of DISTRIBUTIONS) if (hasWord(text, word)) found.push(word);
  for (const [signature, texts] of CONTAINED) {
    if (texts.some((part) => text.includes(part))) found.push(signature);
  }
  return found.length < 2 ? found : found.toSorted();
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isLetter(text.charCodeAt(at - 1)) && !isLetter(text.charCodeAt(at + word.length))) return true;
  }
  return false;
}

/** NaN, which stands for a place outside the text, is no letter. */
function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}
