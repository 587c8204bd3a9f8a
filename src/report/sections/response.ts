/** Response actions: containment by kind of credential, eradication of what was planted, recovery. */
import type { PersistenceItem } from '../../investigate/incident.ts';
import { timeText } from '../../text.ts';
import { cite } from '../cite.ts';
import { CREDENTIAL_KINDS } from '../credential-kinds.ts';
import type { Block, Section, Text } from '../document.ts';
import type { Subject } from '../subject.ts';
import { responseTo, toldOf } from '../subject.ts';
import { closingBlocks, counterMoveBlocks, doneBlocks, stepTable } from './response-record.ts';

const STATES = {
  present: 'present',
  removed: 'removed in the logs',
  attempted: 'attempted, failed',
} as const;

export function responseSection(subject: Subject): Section {
  const response = responseTo(subject);
  return {
    id: 'response',
    title: 'Response actions',
    blocks: [
      ...doneBlocks(subject),
      {
        kind: 'paragraph',
        text: 'What is proposed below comes from what was found; nothing has been done by this report. Use a responder’s own identity, never a credential of the incident. Deactivate before deleting.',
      },
      { kind: 'heading', text: 'Containment' },
      ...stepTable(response, 'contain'),
      ...containment(subject),
      { kind: 'heading', text: 'Eradication' },
      ...stepTable(response, 'eradicate'),
      ...eradication(subject),
      { kind: 'heading', text: 'Recovery' },
      ...stepTable(response, 'recover'),
      ...recovery(subject),
      ...stepTable(response, null),
      ...counterMoveBlocks(response),
      ...closingBlocks(response),
    ],
  };
}

function containment({ incident }: Subject): Block[] {
  if (incident.credentials.length === 0) {
    return [{ kind: 'empty', text: 'No credential has to be closed.' }];
  }
  return [
    {
      kind: 'list',
      ordered: true,
      items: [
        'Before anything is changed, keep the state of the affected users and roles (iam:GetAccountAuthorizationDetails, credential report) and check that the denial does not match the responders.',
        'Close parents and children within the same minute: IAM takes some seconds to act, and an intruder who may write to IAM sees the denial and takes it away. Read back, and write again, for a minute.',
        'If the intruder may write to IAM, deny the principals in a service control policy first.',
      ],
    },
    {
      kind: 'table',
      caption: 'How each credential is closed',
      columns: [
        { title: 'Credential', kind: 'code' },
        { title: 'Kind' },
        { title: 'Calls that close it' },
        { title: 'What works on after that' },
        { title: 'To undo later' },
      ],
      rows: incident.credentials.map(({ credential }) => {
        const { title, close, survives, undo } = CREDENTIAL_KINDS[credential.kind];
        return [[{ code: credential.id }], title, close.join('; then '), survives, undo];
      }),
    },
    {
      kind: 'paragraph',
      text: 'Contained means: no successful call of any of these credentials later than a minute after the last was closed, over at least 30 minutes of logs (CloudTrail delivers with about 15 minutes of delay), and a watch of 24 hours.',
    },
  ];
}

function eradication({ incident }: Subject): Block[] {
  if (incident.persistence.length === 0) {
    return [
      {
        kind: 'empty',
        text: 'Nothing planted was seen in the logs. Still compare the state of the account with it: users, keys, roles and their trust, identity providers, functions, in every region that is enabled.',
      },
    ];
  }
  return [
    {
      kind: 'table',
      caption: 'What the intruder planted, and the calls that undo it',
      columns: [
        { title: 'No.', kind: 'code' },
        { title: 'What' },
        { title: 'State' },
        { title: 'Target', kind: 'code' },
        { title: 'Where', kind: 'code' },
        { title: 'Undo, in order' },
        { title: 'Events', kind: 'code' },
      ],
      rows: incident.persistence.map(persistenceRow),
    },
    {
      kind: 'paragraph',
      text: 'Eradicated means: no unapproved principal, credential or grant in any enabled region, configuration as it was before, secrets that were read rotated, and none of the indicators for 30 days. Anything new leads back to containment.',
    },
  ];
}

function persistenceRow(item: PersistenceItem): Text[] {
  const target = Object.entries(item.target).flatMap(([name, value], n) => [
    `${n === 0 ? '' : ', '}${name} `,
    { code: value },
  ]);
  return [
    item.mechanism,
    `${item.title}: ${item.sentence}`,
    STATES[item.state],
    target.length === 0 ? '–' : target,
    [{ code: `${item.account} ${item.region}`.trim() }],
    item.undo.length === 0 ? '–' : item.undo.flatMap((call, n) => [n === 0 ? '' : ' → ', { code: call }]),
    cite(item.events),
  ];
}

function recovery(subject: Subject): Block[] {
  const { incident } = subject;
  const recovered = toldOf(subject, 'recovered');
  const rotate = incident.impact.filter((item) => item.rotate);
  const lost = incident.impact.filter(({ class: kind }) => kind === 'deleted' || kind === 'changed');
  const steps: Text[] = [
    rotate.length === 0
      ? 'Rotate what the credentials could read: the logs name no secret that was read.'
      : [
          'Rotate, only after eradication, so that the intruder does not read the new values: ',
          ...rotate.flatMap(({ resource, service }, n) => [
            n === 0 ? '' : ', ',
            { code: resource === '' ? service : resource },
          ]),
          '.',
        ],
    ...(lost.length === 0
      ? []
      : [
          `Restore ${lost.length} deleted or changed resources (see Impact assessment): earlier object versions, snapshots, point-in-time recovery, infrastructure as code; cancel scheduled deletions of keys.`,
        ]),
    'Give the owners new credentials, temporary ones where that can be, and see that their work runs.',
    'Take the denials away when the longest session has run out (36 h for sessions of users).',
  ];
  return [
    { kind: 'list', ordered: true, items: steps },
    ...(recovered === null
      ? []
      : [
          {
            kind: 'paragraph' as const,
            text: `Recovered at ${timeText(recovered.timeMs)}, as ${recovered.by === 'journal' ? 'the journal of the response shows' : 'the responders say'}.`,
          },
        ]),
  ];
}
