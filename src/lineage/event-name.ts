/** Event names without the version of the API that some services log behind them. */

/** `CreateFunction20150331`, `UpdateFunctionCode20150331v2`, `CreateDistribution2020_05_31`. */
const VERSION = /(?:\d{4}_\d{2}_\d{2}|20\d{6}(?:v\d{1,2})?)$/;

export function plainName(eventName: string): string {
  return eventName.replace(VERSION, '');
}
