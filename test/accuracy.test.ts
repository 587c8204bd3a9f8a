/** What `npm run accuracy` counts: bench/accuracy/compare.mjs, on investigations made by hand from the truth. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../src/json.ts';
import { ATTACKS } from '../src/simulate/attacks.ts';
import type { TrueIncident } from '../src/simulate/plan.ts';
import { simulate } from '../src/simulate/simulate.ts';
import type { Label } from '../src/simulate/simulate.ts';

interface Archive {
  readonly keys: number;
  readonly days: number;
  readonly records: readonly JsonObject[];
  readonly incidents: readonly TrueIncident[];
  readonly labels: ReadonlyMap<string, Label>;
}

interface Told {
  readonly band: 'page' | 'watch' | 'log';
  readonly timeline: readonly { readonly eventId: string; readonly calls: number; readonly actor: string }[];
  readonly findings: readonly object[];
  readonly credentials: readonly object[];
  readonly edges: readonly { readonly parent: string; readonly child: string }[];
  readonly metrics: { readonly pageMs: number | null };
}

interface Compared {
  readonly incidents: readonly {
    readonly attack: string;
    readonly page: boolean;
    readonly watch: boolean;
    readonly minutes: number | null;
    readonly eventsBefore: number | null;
    readonly purity: number | null;
    readonly completeness: number | null;
    readonly actors: { readonly right: number; readonly decided: number } | null;
    readonly lineage: { readonly found: number; readonly expected: number; readonly right: number } | null;
  }[];
  readonly falsePages: number;
  readonly falseWatches: number;
}

interface Bench {
  readonly compare: (
    archive: Archive,
    investigation: { incidents: readonly Told[]; findings: readonly object[] },
  ) => Compared;
}

const { compare } = (await import(new URL('../bench/accuracy/compare.mjs', import.meta.url).href)) as Bench;

const settings = { seed: 4, days: 20, accounts: 2, users: 30, pace: 0.5, minutesPerFile: 1440 };
const attacks = ATTACKS.filter(({ name }) => ['takeover', 'dormant-key', 'key-validation'].includes(name));
const made = simulate({ ...settings, attacks });
const parts = [...made.days()];
const archive: Archive = {
  keys: made.keys,
  days: settings.days,
  records: parts.flatMap(({ files }) =>
    files.flatMap((file) => (JSON.parse(file.text) as { Records: JsonObject[] }).Records),
  ),
  incidents: made.incidents,
  labels: new Map(parts.flatMap(({ labels }) => labels.map((label) => [label.eventID, label]))),
};

/** The incident as somebody would tell it who knows everything. */
function perfect(truth: TrueIncident): Told {
  const own = [...archive.labels.values()].filter(({ incident }) => incident === truth.incident);
  return {
    band: 'page',
    timeline: own.map(({ eventID }) => ({ eventId: eventID, calls: 1, actor: 'intruder' })),
    findings: [],
    credentials: truth.leaked.map((id) => ({ because: 'leaked', credential: { id } })),
    edges: truth.edges,
    metrics: { pageMs: Date.parse(truth.firstEvent) },
  };
}

const innocent = archive.records.flatMap(({ eventID }) =>
  typeof eventID === 'string' && !archive.labels.has(eventID) ? [eventID] : [],
);

describe('an investigation beside the truth', () => {
  it('has found everything when it tells the truth', () => {
    expect(made.incidents).toHaveLength(3);
    const result = compare(archive, { incidents: made.incidents.map(perfect), findings: [] });
    for (const incident of result.incidents) {
      expect(incident).toMatchObject({ page: true, watch: true, minutes: 0, purity: 1, completeness: 1 });
      expect(incident.actors?.right).toBe(incident.actors?.decided);
      expect(incident.lineage?.found).toBe(incident.lineage?.expected);
      expect(incident.lineage?.right).toBe(incident.lineage?.expected);
    }
    expect(result).toMatchObject({ falsePages: 0, falseWatches: 0 });
    expect(result.incidents.find(({ attack }) => attack === 'takeover')?.lineage?.expected).toBe(2);
  });

  it('has missed everything when it is empty', () => {
    const result = compare(archive, { incidents: [], findings: [] });
    for (const incident of result.incidents) {
      expect(incident).toMatchObject({
        page: false,
        watch: false,
        minutes: null,
        purity: null,
        completeness: null,
      });
    }
  });

  it('counts all calls that an entry of a timeline stands for', () => {
    const [truth] = made.incidents;
    const [[id, label]] = [...archive.labels].filter(([, { incident }]) => incident === truth!.incident) as [
      [string, Label],
    ];
    const first = archive.records.find(({ eventID }) => eventID === id)!;
    const fromMs = Date.parse(truth!.firstEvent);
    const again = Array.from({ length: 9 }, (_, n) => ({
      ...first,
      eventID: `again-${n}`,
      eventTime: new Date(fromMs + n * 1000).toISOString(),
    }));
    const more: Archive = {
      ...archive,
      records: [...archive.records.filter((record) => record !== first), first, ...again],
      labels: new Map([
        ...archive.labels,
        ...again.map(({ eventID }) => [eventID, { ...label, eventID }] as const),
      ]),
    };
    const told = perfect(truth!);
    const rest = told.timeline.filter(({ eventId }) => eventId !== id);
    const times = [first, ...again].map(({ eventTime }) => Date.parse(eventTime as string));
    const one = { eventId: id, calls: 1, actor: 'intruder' };
    const all = { ...one, calls: 10, timeMs: Math.min(...times), lastMs: Math.max(...times) };
    const each = [one, ...again.map(({ eventID }) => ({ ...one, eventId: eventID }))];
    const [folded, unfolded] = [[all], each].map((entries) =>
      compare(more, { incidents: [{ ...told, timeline: [...rest, ...entries] }], findings: [] }),
    );
    expect(folded).toEqual(unfolded);
    expect(folded!.incidents[0]).toMatchObject({ completeness: 1, purity: 1 });
  });

  it('pages falsely where no event of an intruder is in an incident, and is impure where some are not', () => {
    const [first] = made.incidents.map(perfect);
    expect(first).toBeDefined();
    const others = innocent
      .slice(0, first!.timeline.length)
      .map((eventId) => ({ eventId, calls: 1, actor: 'intruder' }));
    const wrong = { ...first!, timeline: others };
    const mixed = { ...first!, timeline: [...first!.timeline, ...others] };
    const result = compare(archive, { incidents: [{ ...wrong, band: 'watch' }, wrong, mixed], findings: [] });
    expect(result).toMatchObject({ falsePages: 1, falseWatches: 2 });
    expect(result.incidents[0]).toMatchObject({ page: true, purity: 0.5, completeness: 1 });
    expect(result.incidents[0]?.actors?.right).toBe(first!.timeline.length);
  });

  it('counts events and minutes until the page', () => {
    const truth = made.incidents.find(({ attack }) => attack === 'takeover');
    expect(truth).toBeDefined();
    const late = { ...perfect(truth!), metrics: { pageMs: Date.parse(truth!.lastEvent) } };
    const result = compare(archive, { incidents: [late], findings: [] });
    const found = result.incidents.find(({ page }) => page);
    expect(found?.eventsBefore).toBe(truth!.events);
    expect(found?.minutes).toBe((Date.parse(truth!.lastEvent) - Date.parse(truth!.firstEvent)) / 60_000);
  });
});
