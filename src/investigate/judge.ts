/** Judges activity: which contexts look like somebody else than the owner. */
import type { Activity } from '../activity/activity.ts';
import { arnMatcher } from './arn-pattern.ts';
import type { Band, Finding } from './finding.ts';
import { History } from './history.ts';
import { KnownNetworks } from './known-networks.ts';
import { DIMENSION_LEVELS, loadSubjects } from './loaded-subject.ts';
import type { LoadedContext, LoadedSubject } from './loaded-subject.ts';
import { Makers } from './makers.ts';
import { News } from './news.ts';
import { Population } from './population.ts';
import { scoreOf } from './score.ts';
import { stableId } from './stable-id.ts';
import { told } from './terms/finding-term.ts';
import type { ToldTerm } from './terms/finding-term.ts';
import { View } from './view.ts';
import type { JudgeOptions, Surroundings } from './view.ts';
import { DOUBT, THRESHOLDS } from './weights.ts';

/**
 * Findings in the band `log` and above, the gravest first. Each context is judged on every day on which it does
 * something new, knowing only the days before; the finding tells of the day with the highest score. The result depends
 * on the set of events alone, not on their order.
 */
export function judge(activity: Activity, options: JudgeOptions): Finding[] {
  const subjects = loadSubjects(activity);
  const findings = new Judgement(subjects, options).all(subjects);
  return findings.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** The best day of a context so far; without terms where that cannot become a finding. */
interface Best {
  readonly nats: number;
  readonly terms: readonly ToldTerm[];
}

/** A context while its subject is judged. */
interface Candidate {
  readonly context: LoadedContext;
  /** What where and how counted for, by day. */
  readonly places: Map<number, number>;
  best: Best | undefined;
  watchMs: number | null;
  pageMs: number | null;
}

class Judgement {
  readonly #population: Population;
  readonly #makers: Makers;
  readonly #options: JudgeOptions;
  readonly #networks: KnownNetworks;
  readonly #isScanner: (arn: string) => boolean;
  readonly #isBreakGlass: (arn: string) => boolean;

  constructor(subjects: readonly LoadedSubject[], options: JudgeOptions) {
    this.#population = new Population(subjects);
    this.#makers = new Makers(options.lineage);
    this.#options = options;
    this.#networks = new KnownNetworks(options.known);
    this.#isScanner = arnMatcher(options.known.scanners);
    this.#isBreakGlass = arnMatcher(options.known.breakGlass);
  }

  /** The findings about all subjects, those of makers before those of what they made. */
  all(subjects: readonly LoadedSubject[]): Finding[] {
    const byName = new Map(subjects.map((subject) => [subject.name, subject]));
    return this.#makers.inOrder([...byName.keys()]).flatMap((name) => this.#of(byName.get(name)!));
  }

  #of(subject: LoadedSubject): Finding[] {
    const history = new History(subject, this.#population);
    const candidates = subject.contexts.map(candidateOf);
    for (const day of subject.days) this.#judgeDay(day, subject, history, candidates);
    this.#makers.note(
      subject.name,
      candidates.map((candidate) => ({
        context: candidate.context,
        at: (day) => placeAt(candidate, day, history.watchedFrom(candidate.context, day)),
      })),
    );
    return candidates.flatMap((candidate) => this.#finding(candidate));
  }

  #judgeDay(day: number, subject: LoadedSubject, history: History, candidates: readonly Candidate[]): void {
    const doubted = new Map<LoadedContext, boolean>();
    for (const candidate of candidates) {
      if (!candidate.context.firstDays.has(day)) continue;
      const around = this.#around(subject, candidate.context, day, history);
      const score = scoreOf(new View(around));
      candidate.places.set(day, score.place);
      if (score.nats >= THRESHOLDS.watch) noteTimes(candidate, around, score.nats);
      if (score.nats >= DOUBT) doubted.set(candidate.context, score.nats >= THRESHOLDS.page);
      const { nats, terms } = score;
      if (nats <= (candidate.best?.nats ?? -Infinity)) continue;
      const isTold = nats >= THRESHOLDS.log || around.isBreakGlass;
      candidate.best = { nats, terms: isTold ? terms.map(told) : [] };
    }
    history.close(day, doubted);
  }

  #around(subject: LoadedSubject, context: LoadedContext, day: number, history: History): Surroundings {
    const knownNetwork = this.#networks.of(context.network, context.levels.at('address').keys());
    const names = [subject.name, ...context.principals];
    return {
      subject,
      context,
      day,
      history,
      past: history.before(context, day),
      news: new News(context, day, history),
      population: this.#population,
      makers: this.#makers,
      rules: this.#options.rules,
      knownNetwork,
      isScanner: knownNetwork?.kind === 'scanner' || names.some(this.#isScanner),
      isBreakGlass: names.some(this.#isBreakGlass),
    };
  }

  #finding({ context, best, watchMs, pageMs }: Candidate): Finding[] {
    if (best === undefined) return [];
    const { nats, terms } = best;
    // Use of a break-glass principal is always shown.
    const isShown = [context.subject, ...context.principals].some(this.#isBreakGlass);
    const band = bandOf(nats) ?? (isShown ? 'watch' : undefined);
    if (band === undefined) return [];
    return [
      {
        id: stableId('F', context.key),
        subject: context.subject,
        network: context.network,
        tool: context.tool,
        band: isShown && band === 'log' ? 'watch' : band,
        score: nats,
        terms: terms.map(({ name, about, nats: each, sentence, evidence }) => ({
          name,
          about,
          nats: each,
          sentence,
          evidence,
        })),
        firstMs: context.seen.firstMs,
        lastMs: context.seen.lastMs,
        watchMs: isShown && watchMs === null ? context.seen.firstMs : watchMs,
        pageMs,
        benignIf: [
          ...new Set(terms.flatMap(({ nats: each, benignIf }) => (each > 0 && benignIf ? [benignIf] : []))),
        ],
      },
    ];
  }
}

function candidateOf(context: LoadedContext): Candidate {
  return { context, places: new Map(), best: undefined, watchMs: null, pageMs: null };
}

/** What where and how counted for on a day; while on watch, also what they did on the last day that was judged. */
function placeAt({ places }: Candidate, day: number, watchedFrom: number | undefined): number | null {
  const own = places.get(day);
  if (own !== undefined) return own;
  if (watchedFrom === undefined) return null;
  const last = Math.max(...[...places.keys()].filter((each) => each < day));
  return places.get(last) ?? null;
}

function bandOf(nats: number): Band | undefined {
  if (nats >= THRESHOLDS.page) return 'page';
  if (nats >= THRESHOLDS.watch) return 'watch';
  return nats >= THRESHOLDS.log ? 'log' : undefined;
}

/** Finds the moments at which the score reached `watch` and `page`, if it had not before. */
function noteTimes(candidate: Candidate, around: Surroundings, nats: number): void {
  const isWanted = candidate.watchMs === null || (candidate.pageMs === null && nats >= THRESHOLDS.page);
  if (!isWanted) return;
  const { context } = around;
  for (const timeMs of momentsOf(around)) {
    const reached = scoreOf(new View(around, timeMs)).nats;
    if (reached >= THRESHOLDS.watch) candidate.watchMs ??= timeMs;
    if (reached >= THRESHOLDS.page) candidate.pageMs ??= timeMs;
    if (candidate.pageMs !== null) return;
  }
  // What others did can be the last straw, later than anything in the context itself.
  candidate.watchMs ??= context.seen.lastMs;
  if (nats >= THRESHOLDS.page) candidate.pageMs = context.seen.lastMs;
}

/** Times at which something new is seen in the context, ascending; the last is that of all. */
function momentsOf(around: Surroundings): number[] {
  // What is new at the other levels is new with something at one of these.
  const moments = ['network' as const, ...DIMENSION_LEVELS].flatMap((level) =>
    around.news.fresh(level).map(([, { firstMs }]) => firstMs),
  );
  return [...new Set(moments)].toSorted((a, b) => a - b);
}
