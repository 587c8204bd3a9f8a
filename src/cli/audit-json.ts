/** The result of an audit as one JSON document; docs/schema/audit.schema.json says what is in it. */
import type { AuditResult, AuditShown } from './audit-run.ts';
import { jsonText, timeJson } from './show/text.ts';
import type { ExposedCredential } from '../exposure/credentials.ts';

export async function showAuditJson(result: AuditResult, { output }: AuditShown): Promise<void> {
  const { scan, credentials, inBaseline, ignored, iam } = result;
  await output.write('{"credentials":[');
  for (const [n, credential] of credentials.entries()) {
    await output.write(`${n === 0 ? '' : ','}\n${jsonText(jsonOf(credential))}`);
  }
  const { seconds, ...tally } = scan.tally;
  const rest = {
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

function jsonOf({ places, ...credential }: ExposedCredential): object {
  return {
    ...credential,
    places: places.map(({ git, ...place }) => {
      if (git === null) return { ...place, git };
      const { timeMs, ...more } = git;
      return { ...place, git: { ...more, time: timeMs === null ? null : timeJson(timeMs) } };
    }),
  };
}
