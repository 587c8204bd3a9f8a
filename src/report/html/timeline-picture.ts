/** A picture of a timeline: one lane for each actor, bars for how many calls, numbers for those that matter most. */
import { callsListed } from '../../investigate/bounds.ts';
import type { Actor, TimelineEntry } from '../../investigate/incident.ts';
import { numberText, timeText } from '../../text.ts';
import { callText } from '../call-text.ts';
import { countText } from '../count-text.ts';
import type { TimelinePicture } from '../document.ts';
import { durationText } from '../durations.ts';
import { htmlText } from './escape.ts';
import { spansHtml, timeHtml } from './spans.ts';
import type { Stretch, TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';

const WIDTH = 1120;
const LEFT = 104;
const LANE = 46;
const BAR = 4;
const LAST_BIN = Math.floor((WIDTH - 4) / BAR) - 1;
/** Where lanes begin: above are the axis and the numbers. */
const TOP = 78;
const RADIUS = 9;

interface Lane {
  readonly name: string;
  readonly actor: Actor | null;
}

export function timelinePictureHtml(picture: TimelinePicture, id: string): string {
  const { entries, marks, notes } = picture;
  const scale = scaleOf(picture);
  if (scale.stretches.length === 0) return '';
  const lanes = lanesOf(entries);
  const height = TOP + lanes.length * LANE + 8;
  const svg = [
    `<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="${id}-title">`,
    `<title id="${id}-title">${htmlText(titleOf(entries))}</title>`,
    ...scale.stretches.map((stretch) => stretchSvg(stretch, height)),
    ...lanes.map(({ name, actor }, n) => laneSvg(name, TOP + n * LANE, actor, entries, scale)),
    ...notes.map(({ timeMs }) => momentSvg(scale.at(timeMs), TOP + (lanes.length - 1) * LANE)),
    ...marksSvg(marks, scale),
    '</svg>',
  ];
  const list = marks.map((entry) => `<li>${timeHtml(entry.timeMs)} ${spansHtml(callText(entry))}</li>`);
  return [
    `<figure class="picture"><div class="scroll" tabindex="0" role="group" aria-label="Picture of the timeline">${svg.join('')}</div>`,
    `<figcaption>Bars are calls, pale where all failed, many alike spread between the first and the last; diamonds are moments of detection and response; parts where the intruder did nothing for long are cut out.`,
    list.length === 0
      ? ''
      : ` The intruder’s weightiest calls, by number:<ol class="marks">${list.join('')}</ol>`,
    '</figcaption>',
    '</figure>',
  ].join('');
}

function titleOf(entries: readonly TimelineEntry[]): string {
  const count = (actor: Actor): string =>
    numberText(callsListed(entries.filter((entry) => entry.actor === actor)));
  return `${countText(callsListed(entries), 'event')} over time: ${count('intruder')} of the intruder, ${count('owner')} of the owner, ${count('undecided')} undecided. The list below the picture and the timeline say the same in words.`;
}

function scaleOf({ entries, notes }: TimelinePicture): TimeScale {
  const intruder = entries.filter(({ actor }) => actor === 'intruder');
  const anchors = [
    ...(intruder.length === 0 ? entries : intruder).flatMap(placesOf).map(({ timeMs }) => timeMs),
    ...notes.map(({ timeMs }) => timeMs),
  ];
  const span = { fromMs: Infinity, toMs: -Infinity };
  for (const { timeMs, lastMs } of entries) {
    span.fromMs = Math.min(span.fromMs, timeMs);
    span.toMs = Math.max(span.toMs, lastMs);
  }
  return timeScale(anchors, entries.length === 0 ? null : span, LEFT, WIDTH - 4);
}

/** Of many calls that say the same, first and last are known: they are drawn evenly between, at so many places. */
const MOST_PLACES = 64;

function placesOf({ timeMs, lastMs, calls }: TimelineEntry): { timeMs: number; calls: number }[] {
  const places = Math.min(calls, MOST_PLACES);
  if (places === 1) return [{ timeMs, calls }];
  return Array.from({ length: places }, (_, n) => ({
    timeMs: timeMs + ((lastMs - timeMs) * n) / (places - 1),
    calls: calls / places,
  }));
}

function lanesOf(entries: readonly TimelineEntry[]): Lane[] {
  return [
    { name: 'Intruder', actor: 'intruder' },
    ...(entries.some(({ actor }) => actor === 'undecided')
      ? [{ name: 'Undecided', actor: 'undecided' as const }]
      : []),
    { name: 'Owner', actor: 'owner' },
    { name: 'Responders', actor: null },
  ];
}

/** Ground and ticks of a stretch; of one that is cut out, its length. */
function stretchSvg({ fromMs, toMs, left, right, isCut }: Stretch, height: number): string {
  const width = px(right - left);
  if (isCut) {
    const middle = px((left + right) / 2);
    return `<rect class="cut" x="${px(left)}" y="40" width="${width}" height="${height - 44}"/><text class="tick" x="${middle}" y="32" text-anchor="middle">${durationText(
      toMs - fromMs,
    )
      .split(' ')
      .slice(0, 2)
      .join(' ')}</text>`;
  }
  const ticks = ticksOf(fromMs, toMs, right - left);
  const lines = ticks.map(({ ms, label }) => {
    const x = px(left + ((ms - fromMs) / (toMs - fromMs)) * (right - left));
    return `<line class="grid" x1="${x}" x2="${x}" y1="38" y2="${height - 4}"/><text class="tick" x="${x}" y="32" text-anchor="middle">${label}</text>`;
  });
  return `<rect class="ground" x="${px(left)}" y="40" width="${width}" height="${height - 44}"/><text class="date" x="${px(left + 2)}" y="14">${timeText(fromMs).slice(0, 10)}</text>${lines.join('')}`;
}

const STEPS = [
  1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000, 31_536_000,
];
const TICK_WIDTH = 70;

function ticksOf(fromMs: number, toMs: number, width: number): { ms: number; label: string }[] {
  const most = Math.max(1, Math.floor(width / TICK_WIDTH));
  const step = 1000 * (STEPS.find((seconds) => (toMs - fromMs) / (seconds * 1000) <= most) ?? STEPS.at(-1)!);
  const ticks: { ms: number; label: string }[] = [];
  for (let ms = Math.ceil(fromMs / step) * step; ms <= toMs; ms += step) {
    const text = timeText(ms);
    const x = ((ms - fromMs) / (toMs - fromMs)) * width;
    // At an edge a label would run into its neighbour.
    if (x < 24 || x > width - 24) continue;
    ticks.push({
      ms,
      label: step >= 86_400_000 ? text.slice(5, 10) : text.slice(11, step < 60_000 ? 19 : 16),
    });
  }
  return ticks;
}

function laneSvg(
  name: string,
  top: number,
  actor: Actor | null,
  entries: readonly TimelineEntry[],
  scale: TimeScale,
): string {
  const base = top + LANE - 6;
  const bins = new Map<number, { count: number; failed: number }>();
  for (const entry of entries) {
    if (entry.actor !== actor) continue;
    for (const { timeMs, calls } of placesOf(entry)) {
      const bin = Math.min(Math.floor(scale.at(timeMs) / BAR), LAST_BIN);
      const known = bins.get(bin) ?? { count: 0, failed: 0 };
      bins.set(bin, {
        count: known.count + calls,
        failed: known.failed + (entry.error === '' ? 0 : calls),
      });
    }
  }
  const tallest = Math.log1p(Math.max(1, ...[...bins.values()].map(({ count }) => count)));
  const bars = [...bins].map(([bin, { count, failed }]) => {
    const height = px(6 + (Math.log1p(count) / tallest) * (LANE - 18));
    const kind = failed === count ? ' failed' : '';
    return `<rect class="bar ${actor}${kind}" x="${bin * BAR}" y="${px(base - height)}" width="${BAR - 1}" height="${height}"/>`;
  });
  return `<text class="lane" x="0" y="${base - 8}">${name}</text><line class="base" x1="${LEFT}" x2="${WIDTH - 4}" y1="${base}" y2="${base}"/>${bars.join('')}`;
}

function momentSvg(x: number, top: number): string {
  const y = top + LANE - 20;
  return `<path class="moment" d="M${px(x)} ${y - 8}l8 8l-8 8l-8 -8z"/>`;
}

/** Numbers in circles above the lanes, moved aside where they would cover each other. */
function marksSvg(marks: readonly TimelineEntry[], scale: TimeScale): string[] {
  const wanted = marks.map(({ timeMs }) => scale.at(timeMs));
  const places: number[] = [];
  for (const x of wanted) places.push(Math.max(x, (places.at(-1) ?? -Infinity) + 2 * RADIUS + 3));
  // Pushed out at the right end, they go back to the left.
  let limit = WIDTH - RADIUS - 4;
  for (let n = places.length - 1; n >= 0; n--) {
    places[n] = Math.min(places[n]!, limit);
    limit = places[n]! - 2 * RADIUS - 3;
  }
  return places.map((x, n) => {
    const y = TOP - 22;
    return `<path class="stem" d="M${px(x)} ${y + RADIUS}L${px(wanted[n]!)} ${TOP + 8}"/><circle class="mark" cx="${px(x)}" cy="${y}" r="${RADIUS}"/><text class="number" x="${px(x)}" y="${y + 4}" text-anchor="middle">${n + 1}</text>`;
  });
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}
