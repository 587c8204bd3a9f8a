/**
 * What SARIF 2.1.0 asks of a log file, of the parts that audits write, in the words of its section 3; strict: a member
 * that is not named here is an error. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

type Schema = Readonly<Record<string, unknown>>;

function object(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[],
  more: Schema = {},
): Schema {
  return { type: 'object', properties, required, additionalProperties: false, ...more };
}

function list(items: Schema, more: Schema = {}): Schema {
  return { type: 'array', items, ...more };
}

const text: Schema = { type: 'string' };
const level: Schema = { enum: ['none', 'note', 'warning', 'error'] };
/** §3.8: anything, but tags are distinct. */
const bag: Schema = {
  type: 'object',
  properties: { tags: list(text, { uniqueItems: true }) },
  additionalProperties: true,
};
/** §3.11: text or the ID of one. */
const message = object({ text, id: text, markdown: text, arguments: list(text), properties: bag }, [], {
  anyOf: [{ required: ['text'] }, { required: ['id'] }],
});
/** §3.12 */
const multiformat = object({ text, markdown: text }, ['text']);
/** §3.30: lines and columns count from 1. */
const region = object(
  {
    startLine: { type: 'integer', minimum: 1 },
    startColumn: { type: 'integer', minimum: 1 },
    endLine: { type: 'integer', minimum: 1 },
    endColumn: { type: 'integer', minimum: 1 },
    byteOffset: { type: 'integer', minimum: -1 },
    byteLength: { type: 'integer', minimum: 0 },
  },
  [],
);
/** §3.28 */
const location = object(
  {
    id: { type: 'integer', minimum: -1 },
    physicalLocation: object(
      {
        artifactLocation: object(
          {
            uri: { type: 'string', format: 'uri-reference' },
            uriBaseId: text,
            index: { type: 'integer', minimum: -1 },
          },
          [],
        ),
        region,
      },
      [],
      {
        anyOf: [{ required: ['address'], properties: { address: bag } }, { required: ['artifactLocation'] }],
      },
    ),
    logicalLocations: list(object({ name: text, fullyQualifiedName: text, kind: text }, []), {
      uniqueItems: true,
    }),
    message,
    properties: bag,
  },
  [],
);
/** §3.49 */
const rule = object(
  {
    id: text,
    name: text,
    shortDescription: multiformat,
    fullDescription: multiformat,
    help: multiformat,
    helpUri: { type: 'string', format: 'uri' },
    defaultConfiguration: object(
      { enabled: { type: 'boolean' }, level, rank: { type: 'number', minimum: -1, maximum: 100 } },
      [],
    ),
    properties: bag,
  },
  ['id'],
);
/** §3.27 */
const result = object(
  {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: -1 },
    kind: { enum: ['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'] },
    level,
    message,
    rank: { type: 'number', minimum: -1, maximum: 100 },
    locations: list(location),
    relatedLocations: list(location, { uniqueItems: true }),
    fingerprints: { type: 'object', additionalProperties: text },
    partialFingerprints: { type: 'object', additionalProperties: text },
    properties: bag,
  },
  ['message'],
);
/** §3.20 */
const invocation = object(
  {
    executionSuccessful: { type: 'boolean' },
    toolExecutionNotifications: list(object({ level, message }, ['message'])),
  },
  ['executionSuccessful'],
);
/** §3.13, §3.14 */
const log = object(
  {
    $schema: { type: 'string', format: 'uri' },
    version: { const: '2.1.0' },
    runs: list(
      object(
        {
          tool: object(
            {
              driver: object(
                {
                  name: text,
                  version: text,
                  semanticVersion: text,
                  informationUri: { type: 'string', format: 'uri' },
                  rules: list(rule, { uniqueItems: true }),
                },
                ['name'],
              ),
            },
            ['driver'],
          ),
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: list(result),
          invocations: list(invocation),
        },
        ['tool'],
      ),
    ),
  },
  ['version', 'runs'],
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
const validate = ajv.compile(log);

interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules?: readonly { readonly id: string }[] } };
    readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number }[];
  }[];
}

/** What is wrong with a log file, as texts; none when it keeps the rules. */
export function sarifErrors(value: unknown): string[] {
  if (!validate(value))
    return validate.errors!.map(({ instancePath, message: why }) => `${instancePath} ${why}`);
  return (value as Log).runs.flatMap(({ tool, results }) =>
    results.flatMap(({ ruleId, ruleIndex }, n) =>
      // §3.27.6: the index leads to the rule of that ID.
      tool.driver.rules?.[ruleIndex]?.id === ruleId ? [] : [`result ${n}: no rule ${ruleId} at ${ruleIndex}`],
    ),
  );
}
