/** The result of an audit as one JSON document; docs/schema/audit.schema.json says what is in it. */
import type { AuditResult, AuditShown } from './audit-run.ts';
import { withTimes } from '../json-times.ts';
import { jsonText } from './show/text.ts';

export async function showAuditJson(result: AuditResult, { output }: AuditShown): Promise<void> {
  const { scan, credentials, inBaseline, ignored, iam, stories } = result;
  await output.write('{"credentials":[');
  for (const [n, credential] of credentials.entries()) {
    await output.write(`${n === 0 ? '' : ','}\n${jsonText(withTimes(credential))}`);
  }
  const { seconds, ...tally } = scan.tally;
  const rest = {
    keys: stories === null ? null : withTimes(stories),
    ...(iam === null
      ? {}
      : {
          iam: {
            accounts: iam.snapshots,
            refused: iam.refused,
            keyOwners: iam.owners,
            findings: iam.findings,
          },
        }),
    leftOut: {
      baseline: inBaseline,
      ignored: ignored.ignored,
      unusedEntries: ignored.unused,
      expiredEntries: ignored.expired,
    },
    input: { ...tally, seconds: Number(seconds.toFixed(3)), problems: scan.problems },
  };
  await output.write(`\n],\n${jsonText(rest).slice(1)}\n`);
}
