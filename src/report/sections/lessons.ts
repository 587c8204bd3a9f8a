/** Lessons learned: what the course of the incident shows about detection and response, and what people must discuss. */
import { countText } from '../count-text.ts';
import type { Section, Text } from '../document.ts';
import { durationText } from '../durations.ts';
import type { Subject } from '../subject.ts';

export function lessonsSection(subject: Subject): Section {
  return {
    id: 'lessons',
    title: 'Lessons learned',
    blocks: [
      { kind: 'list', items: fromTheLogs(subject) },
      { kind: 'heading', text: 'For people to discuss' },
      {
        kind: 'list',
        items: [
          subject.options.audit === undefined
            ? 'How did the credential leave its owner’s hands, and since when? These logs do not say.'
            : 'How did the credential come to lie where it was found (see Initial access), and who could read it there?',
          'Who was told, when, and by what? What should have told them sooner?',
          'What in the response was slow, missing or done twice?',
        ],
      },
    ],
  };
}

function fromTheLogs({ incident, options }: Subject): Text[] {
  const { metrics, credentials, blindSpots, techniques } = incident;
  const lessons: Text[] = [];
  if (metrics.firstPersistenceMs !== null) {
    lessons.push(
      `From first use to the first thing planted the intruder took ${durationText(metrics.firstPersistenceMs - metrics.firstUseMs)}. A response slower than that has to eradicate as well as contain.`,
    );
  }
  if (metrics.pageMs !== null) {
    const saved = metrics.lastUseMs - metrics.pageMs;
    lessons.push(
      saved > 0
        ? `With these logs read as they came, the findings would have paged ${durationText(saved)} before the last call of the intruder.`
        : 'The findings reach the band page only with the intruder’s last calls: detection alone would not have been in time.',
    );
  }
  if (
    options.discoveredMs !== undefined &&
    metrics.pageMs !== null &&
    options.discoveredMs > metrics.pageMs
  ) {
    lessons.push(
      `People learned of it ${durationText(options.discoveredMs - metrics.pageMs)} after the logs held enough to page.`,
    );
  }
  const longLived = credentials.filter(
    ({ credential: { kind } }) => kind === 'access-key' || kind === 'root-access-key',
  );
  if (longLived.length > 0) {
    lessons.push(
      `${countText(longLived.length, 'long-lived key')} made this possible: a key that does not expire is worth stealing.`,
    );
  }
  const minted = credentials.filter(({ because }) => because !== 'leaked').length;
  if (minted > 0) {
    lessons.push(
      `${countText(minted, 'more credential')} came of what leaked: deactivating the leaked key alone would not have ended it.`,
    );
  }
  const failed = techniques.reduce((sum, { attempted, succeeded }) => sum + attempted - succeeded, 0);
  if (failed > 0)
    lessons.push(
      `Permissions stopped ${countText(failed, 'attempt')}: what is denied is also what gives an intruder away.`,
    );
  if (blindSpots.length > 0) {
    lessons.push(
      `${countText(blindSpots.length, 'blind spot')} limit what can be said: each is a question that stays open.`,
    );
  }
  return lessons.length === 0 ? ['The logs alone teach nothing beyond the timeline.'] : lessons;
}
