/** Browsers: only the family and the operating system; the rest of their user agents is history. */

/** The first that matches is the browser: each claims to be the ones below it as well. */
const FAMILIES: readonly (readonly [RegExp, family: string])[] = [
  [/ Edg(?:e|A|iOS)?\//, 'edge'],
  [/ OPR\//, 'opera'],
  [/ (?:Firefox|FxiOS)\//, 'firefox'],
  [/ HeadlessChrome\//, 'headless-chrome'],
  [/ (?:Chrome|CriOS)\//, 'chrome'],
  [/ Safari\//, 'safari'],
];

/** iPhones also say "like Mac OS X", and Android also says Linux. */
const SYSTEMS: readonly (readonly [RegExp, os: string])[] = [
  [/Windows|Win32/, 'windows'],
  [/iPhone|iPad/, 'ios'],
  [/Macintosh|Mac OS X/, 'macos'],
  [/Android/, 'android'],
  [/CrOS/, 'chromeos'],
  [/Linux|X11/, 'linux'],
];

/**
 * The browser and operating system of a user agent that begins with `Mozilla`.
 *
 * @returns tool `mozilla` when no browser is recognised; os null when no system is
 */
export function browserOf(text: string): { readonly tool: string; readonly os: string | null } {
  return {
    tool: FAMILIES.find(([pattern]) => pattern.test(text))?.[1] ?? 'mozilla',
    os: SYSTEMS.find(([pattern]) => pattern.test(text))?.[1] ?? null,
  };
}
