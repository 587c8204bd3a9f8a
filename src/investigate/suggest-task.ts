/** What each thread does to draft a `networks.yml`: gathers activity, and who takes roles from other accounts. */
import { ActivityCollector } from '../activity/collector.ts';
import { GateActivity } from '../activity/gate-activity.ts';
import type { PackedActivity } from '../activity/pack.ts';
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import type { Task, TaskScanner } from '../cloudtrail/reader.ts';
import { isJsonObject } from '../json.ts';
import { loadNetworkTables, loadUserNetworks } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';

export interface SuggestSettings {
  readonly networks: readonly string[];
}

export interface SuggestFound {
  readonly activity: PackedActivity;
  /** Accounts the logs belong to. */
  readonly accounts: readonly string[];
  /** Foreign account → roles that it took here with an external ID. */
  readonly vendors: readonly (readonly [account: string, roles: readonly string[]])[];
}

/** Accounts, and roles of each, that are remembered. */
const MOST = 200;

export function createTask(settings: unknown, scanner: TaskScanner): Task {
  return new SuggestTask(settings as SuggestSettings, scanner);
}

class SuggestTask implements Task {
  readonly #activity: GateActivity;
  readonly #accounts = new Set<string>();
  readonly #vendors = new Map<string, Set<string>>();
  readonly #account = new FieldNumbers(FIELD['recipientAccountId'], (text) => {
    if (text !== '') this.#accounts.add(text);
    return 0;
  });
  readonly #isAssume = new FieldNumbers(FIELD['eventName'], (name) => Number(name === 'AssumeRole'));

  constructor({ networks: given }: SuggestSettings, { gate }: TaskScanner) {
    const networks = openNetworks(loadNetworkTables(), loadUserNetworks(given));
    this.#activity = new GateActivity(gate, new ActivityCollector(networks));
  }

  visit(event: Event): void {
    this.#activity.visit(event);
    this.#account.of(event);
    if (this.#isAssume.of(event) === 1) this.#note(event);
  }

  finish(): SuggestFound {
    return {
      activity: this.#activity.finish(),
      accounts: [...this.#accounts],
      vendors: [...this.#vendors].map(([account, roles]) => [account, [...roles]] as const),
    };
  }

  #note(event: Event): void {
    const caller = event.text(FIELD['userIdentity.accountId']);
    if (caller === '' || caller === event.text(FIELD['recipientAccountId'])) return;
    const parameters = event.parameters();
    if (!isJsonObject(parameters) || typeof parameters['externalId'] !== 'string') return;
    const role = typeof parameters['roleArn'] === 'string' ? parameters['roleArn'] : '';
    let roles = this.#vendors.get(caller);
    if (roles === undefined && this.#vendors.size < MOST) this.#vendors.set(caller, (roles = new Set()));
    if (roles !== undefined && roles.size < MOST) roles.add(role);
  }
}
