/** What nobody can know from the logs, as sentences. */
import type { Incident } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';

/** Sentences of blind spots that are repeated here; the report has all. */
const MOST_SPOTS = 20;

export function unknownOf(incident: Incident, { toMs }: Pick<Investigation, 'toMs'>): string[] {
  const kinds = new Set(incident.credentials.map(({ credential }) => credential.kind));
  const left = incident.persistence.filter(({ state }) => state === 'present');
  const sentences = [
    toMs === null ? '' : `What was done after ${timeOf(toMs)}, where the logs end.`,
    'What was done with values that were read: reading cannot be undone.',
    'URLs signed with a key, database tokens and short-term Bedrock keys: they are made without a call.',
    'Whether AWS attached its quarantine policy since. It is no containment: it does not deny sts:AssumeRole, iam:CreateServiceSpecificCredential, iam:UploadSigningCertificate, iam:DeleteUserPolicy, secretsmanager, ssm, rds, dynamodb, snapshots, rolesanywhere or kms:Decrypt, and it is on a user, not on its role sessions.',
    kinds.has('access-key') || kinds.has('root-access-key')
      ? 'All sessions that were made: those of GetSessionToken and GetFederationToken cannot be listed, only denied.'
      : '',
    kinds.has('oauth-login') ? 'Where refresh tokens of aws login lie; they work until they are denied.' : '',
    left.some(({ mechanism }) => CHANGED.has(mechanism))
      ? 'What changed policies and settings were before, unless AWS Config, the account or your own code holds it.'
      : '',
    left.some(({ mechanism }) => mechanism === 'D2')
      ? 'Whether shared snapshots and images were copied: treat them as copied.'
      : '',
    left.some(({ mechanism }) => mechanism.startsWith('X'))
      ? 'What ran inside of instances, functions and containers: that is not in CloudTrail.'
      : '',
    ...incident.impact
      .filter(({ certainty }) => certainty === 'not observable')
      .map(({ sentence }) => sentence),
    ...incident.blindSpots.map(({ sentence }) => sentence).slice(0, MOST_SPOTS),
  ];
  return [...new Set(sentences.filter((each) => each !== ''))];
}

/** Mechanisms that change what was there, where the log does not say how it was. */
const CHANGED = new Set(['I8', 'I10', 'I12', 'I14', 'I16', 'X2', 'X6', 'D1', 'D3', 'D4', 'L1', 'L5']);

function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
