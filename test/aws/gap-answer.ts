/** Answers of what stands in for services that moto lacks. */

export interface GapAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function json(value: object): GapAnswer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value) };
}

export function refused(status: number, code: string): GapAnswer {
  const body = JSON.stringify({ __type: code, message: 'no' });
  return { status, type: 'application/json', body, headers: { 'x-amzn-errortype': code } };
}

/** The members of a request in JSON; all must be there but for the last, and no others. */
export function members(
  body: string,
  must: readonly string[],
  may: readonly string[] = [],
): Record<string, unknown> {
  const given = (body === '' ? {} : JSON.parse(body)) as Record<string, unknown>;
  const unknown = Object.keys(given).filter((name) => !must.includes(name) && !may.includes(name));
  const missing = must.filter((name) => !(name in given));
  if (unknown.length > 0 || missing.length > 0)
    throw new Error(`a call that is not known here: ${unknown.join(' ')}, without ${missing.join(' ')}`);
  return given;
}
