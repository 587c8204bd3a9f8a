// Files of replayed events: which file holds how many, from when and where.
import { ACCOUNTS, REGIONS, sessionsOf, stolenFrom } from './company.mjs';
import { ID_ALPHABET, Random } from './random.mjs';
import { MIX, loadSamples } from './samples.mjs';
import { compileTemplate } from './template.mjs';

const START = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** Days over which *many* is spread. */
const MANY_DAYS = 7;
/** Which sessions make the calls of a kind. */
const CALLERS = {
  service: ['sdk'],
  sdk: ['sdk'],
  terraform: ['terraform'],
  change: ['terraform'],
  console: ['console'],
  cli: ['cli'],
  notable: ['stolen'],
};
/** The same where attacks are spread over everybody. */
const SPREAD = ['console', 'cli', 'sdk'];

/** Number of a corpus in its seed, and the place and size of each of its files. */
const SHAPES = {
  many: {
    seed: 1,
    /** 1 to 50 events, most files small (17 on average); any five minutes of a week. */
    file(_n, random) {
      const account = random.pickUneven(ACCOUNTS);
      const region = random.pickUneven(REGIONS);
      const start = START + random.below((MANY_DAYS * DAY) / (5 * MINUTE)) * 5 * MINUTE;
      return { account, region, start, span: 5 * MINUTE, events: 1 + Math.floor(50 * random.unit() ** 2) };
    },
  },
  big: {
    seed: 2,
    /** 10,000 events in a quarter of an hour; each account has a file every two hours. */
    file(n) {
      const account = ACCOUNTS[n % ACCOUNTS.length];
      const region = REGIONS[n % 3];
      const start = START + Math.floor(n / ACCOUNTS.length) * 120 * MINUTE;
      return { account, region, start, span: 15 * MINUTE, events: 10_000 };
    },
  },
  small: {
    seed: 3,
    file(n) {
      return {
        account: ACCOUNTS[n % ACCOUNTS.length],
        region: REGIONS[0],
        start: START,
        span: 5 * MINUTE,
        events: 20,
      };
    },
  },
};

/** Makes the files of one corpus; any number of these make the same files. */
export class Replay {
  #shape;
  #callers;
  #templates = {};
  #kinds = [];
  #sessions = new Map();

  /**
   * @param shape 'many', 'big' or 'small'.
   * @param attacks 'few': one stolen key in each account makes the recorded attacks; 'spread': everybody's sessions do.
   */
  constructor(shape, attacks) {
    this.#shape = SHAPES[shape];
    this.#callers = attacks === 'spread' ? { ...CALLERS, notable: SPREAD } : CALLERS;
    for (const sample of loadSamples().samples) {
      const template = compileTemplate(sample);
      const list = (this.#templates[sample.kind] ??= []);
      for (let n = 0; n < sample.weight; n++) list.push(template);
    }
    const present = Object.entries(MIX).filter(([kind]) => this.#templates[kind] !== undefined);
    const total = present.reduce((sum, [, share]) => sum + share, 0);
    let upTo = 0;
    this.#kinds = present.map(([kind, share]) => ({ kind, upTo: (upTo += share / total) }));
  }

  /**
   * File number `n`.
   *
   * @returns `{ folder, name, events, text }`: folder and name as CloudTrail delivers them, the number of events, the JSON.
   */
  file(n) {
    const random = new Random(this.#shape.seed, n);
    const { account, region, start, span, events } = this.#shape.file(n, random);
    const day = Math.floor((start - START) / DAY);
    const sessions = this.#sessionsOf(account, day);
    const records = Array.from({ length: events }, (_, k) => {
      const time = start + Math.floor((k / events) * span + random.below(2000));
      return this.#event(random, { account, region, day, sessions, time: isoSeconds(time) });
    });
    const stamp = isoSeconds(start + span);
    const date = stamp.slice(0, 10).replaceAll('-', '/');
    const minute = stamp.slice(0, 16).replaceAll(/[-:]/g, '');
    return {
      folder: `AWSLogs/${account}/CloudTrail/${region}/${date}`,
      name: `${account}_CloudTrail_${region}_${minute}Z_${random.token(ID_ALPHABET, 16)}.json.gz`,
      events,
      text: `{"Records":[${records.join(',')}]}`,
    };
  }

  #event(random, { account, region, day, sessions, time }) {
    const share = random.unit();
    const { kind } = this.#kinds.find(({ upTo }) => share < upTo) ?? this.#kinds.at(-1);
    const session = random.pickUneven(sessions[random.pick(this.#callers[kind])]);
    const templates = this.#templates[kind];
    const template =
      kind === session.kind
        ? templates[Math.floor(random.pick(session.choices) * templates.length)]
        : random.pick(templates);
    const minted = session.kind === 'stolen' ? sessions.stolenKeys : sessions.keys;
    return template({ random, session, account, region, day, time, minted });
  }

  /** Sessions with their identities as JSON, and the keys that role sessions were given on that day, by whom. */
  #sessionsOf(account, day) {
    const name = `${account} ${day}`;
    let sessions = this.#sessions.get(name);
    if (sessions === undefined) {
      const own = sessionsOf(account, day);
      const stolen = stolenFrom(account, day, own);
      for (const session of [...Object.values(own).flat(), ...stolen]) {
        const created = isoSeconds(START + day * DAY + session.createdAt * 1000);
        session.identityJson = JSON.stringify(session.identity).replace('@@created@@', created);
      }
      sessions = {
        ...own,
        stolen,
        keys: keysGiven(Object.values(own).flat()),
        stolenKeys: keysGiven(stolen),
      };
      this.#sessions.set(name, sessions);
    }
    return sessions;
  }
}

/** The keys of role sessions. */
function keysGiven(sessions) {
  return sessions.filter(({ dated }) => dated).map(({ key }) => key);
}

function isoSeconds(time) {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
