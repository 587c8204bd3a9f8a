/** Hours without logs in words, and who changed what is logged. */
import type { ExplainedGap, StatsReport } from '../stats/report.ts';
import type { TrailChange } from '../stats/trail-change.ts';
import { styled } from './show/style.ts';
import { clean, numberText, some, timeText } from './show/text.ts';
import { wrapped } from './show/wrap.ts';
import { headingText, section } from './stats-section.ts';
import type { Fit } from './stats-section.ts';
import { spanText } from './stats-words.ts';

const HOUR_MS = 3_600_000;

export function gapsText({ gaps: found }: StatsReport, fit: Fit): string {
  if (found === undefined)
    return `${styled('bold', 'Gaps')}\nnot judged: only some credentials were asked for`;
  const { gaps, judged, places, longestSilence } = found;
  const lines = gaps.slice(0, fit.limit).flatMap((gap) => gapLines(gap, fit));
  if (gaps.length === 0 && judged > 0) lines.push('none found');
  if (judged < places) {
    const pairs = `${numberText(places - judged)} of ${numberText(places)} pairs of account and region`;
    lines.push(
      ...wrapped(
        `${pairs} not judged: fewer than four weekdays, or no hour of the day that usually has events`,
        '',
        fit.width,
      ),
    );
  }
  if (longestSilence !== undefined) {
    const { firstHour, hours } = longestSilence;
    const start = timeText(firstHour * HOUR_MS).slice(0, 16);
    lines.push(
      ...wrapped(`longest time without any event: ${hoursText(hours)} from ${start} UTC`, '', fit.width),
    );
  }
  return [headingText('Gaps', gaps.length, fit), ...lines].join('\n');
}

function gapLines(gap: ExplainedGap, { width }: Fit): string[] {
  const where = gap.account === '' ? 'all accounts' : clean(gap.account);
  const regions = gap.regions.length === 0 ? 'all regions' : some(gap.regions, 3);
  const [from, to] = [gap.firstHour, gap.firstHour + gap.hours].map((hour) =>
    timeText(hour * HOUR_MS).slice(0, 16),
  );
  const until = gap.isOpen ? 'to the end of the logs' : `to ${to}`;
  const line = `no events for ${hoursText(gap.hours)} in ${where}, ${regions}: ${from} ${until} UTC`;
  const usual = `(${hoursText(gap.usualHours)} of it usually have events)`;
  return [
    ...wrapped(line, '', width).map((each) => styled('yellow', each)),
    ...wrapped(usual, '  ', width),
    ...gap.after.slice(-3).flatMap((change) => wrapped(`before it: ${changeText(change)}`, '  ', width)),
  ];
}

function changeText(change: TrailChange): string {
  const who = [change.credential, change.principal]
    .filter((text) => text !== '')
    .map(clean)
    .join(' ');
  return `${timeText(change.timeMs)} ${clean(change.eventName)} by ${who}`;
}

/** Calls that change what CloudTrail records, whether or not a gap follows. */
export function trailChangesText({ trailChanges }: StatsReport, fit: Fit): string {
  return section('Changes to what is logged', trailChanges, {
    fit,
    columns: [
      { title: 'time (UTC)' },
      { title: 'event' },
      { title: 'result', flexible: true },
      { title: 'region' },
      { title: 'who', flexible: true },
    ],
    cells: (change) => [
      timeText(change.timeMs),
      clean(change.eventName),
      change.errorCode === '' ? 'done' : clean(change.errorCode),
      clean(change.region),
      clean(change.credential || change.principal),
    ],
  });
}

function hoursText(hours: number): string {
  return hours < 48 ? `${hours} h` : spanText(hours * HOUR_MS);
}
