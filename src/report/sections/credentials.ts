/** Compromised credentials and their lineage. */
import type { CompromisedCredential } from '../../investigate/incident.ts';
import type { LineageEdge } from '../../lineage/lineage.ts';
import { numberText, timeText } from '../../text.ts';
import { cite } from '../cite.ts';
import { countText } from '../count-text.ts';
import { CREDENTIAL_KINDS } from '../credential-kinds.ts';
import type { Block, Section, Text } from '../document.ts';
import type { Subject } from '../subject.ts';

const BECAUSE = { leaked: 'leaked', minted: 'minted by another', created: 'of a created principal' } as const;

export function credentialsSection({ incident, investigation }: Subject): Section {
  const { credentials, edges } = incident;
  if (credentials.length === 0) {
    return {
      id: 'credentials',
      title: 'Compromised credentials and their lineage',
      blocks: [{ kind: 'empty', text: 'No credential is held to be in the intruder’s hands.' }],
    };
  }
  const { temporary, joined } = investigation.lineage;
  return {
    id: 'credentials',
    title: 'Compromised credentials and their lineage',
    blocks: [
      ...(edges.length === 0 ? [] : [{ kind: 'lineage-picture' as const, picture: { credentials, edges } }]),
      credentialTable(credentials),
      edges.length === 0
        ? {
            kind: 'empty' as const,
            text: 'None of these credentials was minted by another of them, as far as the logs show.',
          }
        : edgeTable(edges),
      {
        kind: 'paragraph',
        text: `Of ${countText(temporary, 'temporary credential')} in use in these logs, ${numberText(joined)} could be joined to what minted them. A missing edge is not proof that there was none.`,
      },
    ],
  };
}

function credentialTable(credentials: readonly CompromisedCredential[]): Block {
  return {
    kind: 'table',
    caption: 'Credentials in the intruder’s hands',
    columns: [
      { title: 'Credential', kind: 'code' },
      { title: 'Kind' },
      { title: 'Principal', kind: 'code' },
      { title: 'How known' },
      { title: 'Since', kind: 'time' },
      { title: 'Until', kind: 'time' },
      { title: 'Intruder', kind: 'number' },
      { title: 'Owner', kind: 'number' },
      { title: 'Undecided', kind: 'number' },
    ],
    rows: credentials.map((held) => [
      [{ code: held.credential.id }],
      CREDENTIAL_KINDS[held.credential.kind].title,
      principalText(held),
      BECAUSE[held.because],
      timeText(held.sinceMs),
      held.untilMs === null ? 'no end known' : timeText(held.untilMs),
      numberText(held.events.intruder),
      numberText(held.events.owner),
      numberText(held.events.undecided),
    ]),
  };
}

function principalText({ credential: { principal, owner, account } }: CompromisedCredential): Text {
  const name = principal === '' ? owner : principal;
  return name === '' ? `not named, account ${account}` : [{ code: name }];
}

function edgeTable(edges: readonly LineageEdge[]): Block {
  return {
    kind: 'table',
    caption: 'Lineage: which credential gave which',
    columns: [
      { title: 'Time (UTC)', kind: 'time' },
      { title: 'From', kind: 'code' },
      { title: 'By', kind: 'code' },
      { title: 'To', kind: 'code' },
      { title: 'Join rule' },
      { title: 'Events', kind: 'code' },
    ],
    rows: edges
      .toSorted((a, b) => a.timeMs - b.timeMs)
      .map(({ timeMs, parent, mechanism, child, rule, confidence, events }) => [
        timeText(timeMs),
        [{ code: parent }],
        [{ code: mechanism }],
        [{ code: child }],
        `${rule}, ${confidence}`,
        cite(events),
      ]),
  };
}
