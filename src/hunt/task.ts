/** What each thread does with the events of a hunt: match the rules, and note what matched. */
import type { Event } from '../cloudtrail/event.ts';
import type { Task, TaskScanner } from '../cloudtrail/reader.ts';
import type { ScannerSieve } from '../cloudtrail/sieve.ts';
import { enrichment } from '../enrich/enrichment.ts';
import { loadNetworkTables, loadUserNetworks } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import { Columns } from '../sigma/columns.ts';
import { Matcher } from '../sigma/matcher.ts';
import { MatchRecorder } from './match-recorder.ts';
import type { RecordSettings } from './match-recorder.ts';

/** Plain data, sent to every thread. */
export interface HuntSettings extends RecordSettings {
  /** Files that say what networks are, as the user gave them. */
  readonly networks: readonly string[];
}

export function createTask(settings: unknown, { sieve }: TaskScanner): Task {
  return new HuntTask(settings as HuntSettings, sieve);
}

class HuntTask implements Task {
  readonly #sieve: ScannerSieve;
  readonly #matcher: Matcher;
  readonly #recorder: MatchRecorder;
  #event!: Event;
  /** Made once, not for every event. */
  readonly #matched = (rule: number): void => {
    this.#recorder.add(rule, this.#event);
  };

  constructor(settings: HuntSettings, sieve: ScannerSieve) {
    const derivations = enrichment(() =>
      openNetworks(loadNetworkTables(), loadUserNetworks(settings.networks)),
    );
    const columns = new Columns(derivations);
    this.#sieve = sieve;
    this.#matcher = new Matcher(settings.rules, columns, sieve);
    this.#recorder = new MatchRecorder(settings, columns);
  }

  /** Most events match no rule, and end in the sieve. */
  skim(): void {
    this.#sieve.sift();
  }

  visit(event: Event): void {
    this.#event = event;
    this.#matcher.match(event, this.#matched);
  }

  forget(): void {
    this.#recorder.forgetValues();
  }

  finish(): unknown {
    return this.#recorder.pack();
  }
}
