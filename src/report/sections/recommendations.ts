/** Recommendations, each tied to something that was found: nothing is advised that this incident does not give cause for. */
import type { Block, Section, Text } from '../document.ts';
import type { Subject } from '../subject.ts';
import { tacticOf } from '../tactics.ts';

interface Recommendation {
  /** What was found that asks for it; `null` when it was not. */
  readonly cause: (subject: Subject) => string | null;
  readonly advice: Text;
  readonly when: 'now' | '30 days' | '90 days';
}

const RECOMMENDATIONS: readonly Recommendation[] = [
  {
    cause: ({ incident }) =>
      incident.credentials.some(({ credential }) => credential.kind === 'root-access-key')
        ? 'a root access key was used'
        : null,
    advice: 'Delete root access keys, and manage root centrally from the organisation.',
    when: 'now',
  },
  {
    cause: ({ incident }) =>
      incident.blindSpots.some(({ kind }) => kind === 'logging-stopped') ? 'logging was stopped' : null,
    advice:
      'Start logging again; let a service control policy deny StopLogging, DeleteTrail and PutEventSelectors; keep logs in an account of their own with Object Lock.',
    when: 'now',
  },
  {
    cause: ({ incident }) => (incident.impact.some(({ rotate }) => rotate) ? 'secrets were read' : null),
    advice: 'Rotate them after eradication, and let them rotate by themselves from then on.',
    when: 'now',
  },
  {
    cause: ({ incident }) =>
      incident.credentials.some(
        ({ credential, because }) => credential.kind === 'access-key' && because === 'leaked',
      )
        ? 'a long-lived access key leaked'
        : null,
    advice:
      'Replace it by temporary credentials (roles for workloads, OIDC for CI, Identity Center for people); scan repositories and hosts for keys; deny use from outside known networks (aws:SourceIp, aws:SourceVpce).',
    when: '30 days',
  },
  {
    cause: ({ incident }) =>
      incident.persistence.some(({ mechanism }) => mechanism.startsWith('I'))
        ? 'identities were created or changed to come back'
        : null,
    advice:
      'Deny creation of users, keys and login profiles outside the pipeline that should make them; set permissions boundaries; page on each of these calls.',
    when: '30 days',
  },
  {
    cause: ({ incident }) =>
      incident.edges.some(({ mechanism }) => mechanism === 'AssumeRole')
        ? 'roles were assumed with what leaked'
        : null,
    advice:
      'Let trust policies name who may assume a role and from where; shorten sessions; ask for an external ID of others.',
    when: '30 days',
  },
  {
    cause: ({ incident }) =>
      incident.credentials.some(
        ({ credential: { kind } }) => kind === 'federation' || kind === 'console-session',
      )
        ? 'a key was turned into a console session or federation token'
        : null,
    advice:
      'Deny sts:GetFederationToken and signin:* to users of machines; page on console sign-ins that come of a key.',
    when: '30 days',
  },
  {
    cause: ({ incident }) =>
      incident.impact.some(({ class: kind }) => kind === 'shared')
        ? 'resources were shared with others'
        : null,
    advice:
      'Turn on the account-wide blocks of public access for S3, snapshots and images, and a data perimeter (aws:PrincipalOrgID).',
    when: '30 days',
  },
  {
    cause: ({ incident }) =>
      incident.impact.some(({ class: kind }) => kind === 'cost') ? 'cost was run up' : null,
    advice:
      'Set budgets with alarms, deny unused regions and large instance types, lower quotas that are not needed.',
    when: '30 days',
  },
  {
    cause: ({ incident }) =>
      incident.impact.some(({ class: kind, certainty }) => kind === 'deleted' && certainty === 'confirmed')
        ? 'resources were deleted'
        : null,
    advice:
      'Turn on versioning and Object Lock where data matter, and keep backups in a vault that these principals cannot write to.',
    when: '30 days',
  },
  {
    cause: ({ incident, investigation }) =>
      [...incident.blindSpots, ...investigation.blindSpots].some(({ kind }) => kind === 'no-data-events')
        ? 'data events were not recorded'
        : null,
    advice:
      'Record data events for buckets, functions and tables that hold what matters; without them nobody can say what was read.',
    when: '30 days',
  },
  {
    cause: ({ incident, investigation }) =>
      [...incident.blindSpots, ...investigation.blindSpots].some(({ kind }) =>
        ['gap', 'skipped-file', 'retention'].includes(kind),
      )
        ? 'logs have gaps'
        : null,
    advice:
      'One trail for the organisation, all regions, with log file validation; keep it for a year at least. Event history still holds 90 days of management events: fetch them.',
    when: '30 days',
  },
  {
    cause: ({ incident }) =>
      incident.techniques.some(
        ({ tactic, succeeded }) => tacticOf(tactic)?.id === 'privilege-escalation' && succeeded > 0,
      )
        ? 'privileges were raised'
        : null,
    advice:
      'Take iam write and PassRole permissions from who does not need them: compare granted with used permissions.',
    when: '90 days',
  },
  {
    cause: ({ incident }) =>
      incident.metrics.pageMs !== null && incident.metrics.pageMs < incident.metrics.lastUseMs
        ? 'the logs held enough to page while the intruder was still active'
        : null,
    advice: 'Read the logs as they come, and page someone who may act on it.',
    when: '90 days',
  },
];

export function recommendationsSection(subject: Subject): Section {
  const rows = RECOMMENDATIONS.flatMap(({ cause, advice, when }) => {
    const found = cause(subject);
    return found === null ? [] : [[when, found, advice]];
  });
  const block: Block =
    rows.length === 0
      ? { kind: 'empty', text: 'Nothing that was found gives cause for a recommendation.' }
      : {
          kind: 'table',
          caption: 'Recommendations, and what each is tied to',
          columns: [{ title: 'When' }, { title: 'Because' }, { title: 'What to do' }],
          rows,
        };
  return { id: 'recommendations', title: 'Recommendations', blocks: [block] };
}
