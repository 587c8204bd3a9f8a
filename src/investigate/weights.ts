/**
 * Every number that judging uses. Weights are natural logarithms of likelihood ratios (nats): how much more often an
 * intruder shows this than the owner does. They are priors set by hand and checked on labelled archives; see
 * docs/judging.md.
 */

/** Log-odds from which a context is in a band. */
export const THRESHOLDS = { page: 0, watch: -2, log: -4 } as const;

/** Log-odds that a context is an intruder's when nothing else is known of it. */
export const PRIOR = -9.2;

/** Where and how together count for no more and no less than this: a new laptop in a new country is no intrusion. */
export const WHERE_HOW: { readonly least: number; readonly most: number } = { least: -2.5, most: 8 };

/** How many days of peers' habits a subject's own history is mixed with. */
export const PSEUDO_DAYS = 6;
/** The same for peers' habits mixed with everybody's, and those with the table below. */
export const PEER_PSEUDO_DAYS = 30;
export const ALL_PSEUDO_DAYS = 150;

/** What is learned of a context on watch becomes habit after so many days, unless it pages. */
export const RELEASE_DAYS = 14;
/** A subject that slept longer than this is expected to have changed. */
export const DORMANT_DAYS = 30;

/**
 * For each ladder, coarse to fine, the share of intrusions whose coarsest new level is this, and the share of an
 * owner's days on which it is; the last is "nothing new".
 */
export const LADDERS = {
  network: {
    levels: ['country', 'network', 'address'],
    attack: [0.45, 0.43, 0.1, 0.02],
    benign: [0.004, 0.02, 0.2, 0.776],
  },
  agent: {
    levels: ['tool', 'system', 'agent'],
    attack: [0.4, 0.3, 0.2, 0.1],
    benign: [0.01, 0.02, 0.06, 0.91],
  },
  call: {
    levels: ['tactic', 'service', 'call'],
    attack: [0.45, 0.35, 0.15, 0.05],
    benign: [0.02, 0.05, 0.2, 0.73],
  },
  region: { levels: ['region'], attack: [0.35, 0.65], benign: [0.02, 0.98] },
} as const;
export type Ladder = keyof typeof LADDERS;

/** Kinds of network: the share of intrusions that come from one, and of owners' days. */
export const KINDS: {
  readonly [kind: string]: { readonly attack: number; readonly benign: number } | undefined;
} = {
  hosting: { attack: 0.4, benign: 0.03 },
  vpn: { attack: 0.22, benign: 0.03 },
  tor: { attack: 0.04, benign: 0.0002 },
  residential: { attack: 0.12, benign: 0.2 },
  isp: { attack: 0.08, benign: 0.08 },
  mobile: { attack: 0.02, benign: 0.04 },
  aws: { attack: 0.08, benign: 0.35 },
  cloud: { attack: 0.03, benign: 0.1 },
  corporate: { attack: 0.01, benign: 0.2 },
  education: { attack: 0.01, benign: 0.02 },
};

/** Systems that anybody can rent an address in: that colleagues use one says little of who else does. */
export const SHARED_KINDS: ReadonlySet<string> = new Set(['aws', 'cloud', 'hosting', 'vpn', 'tor']);

/** A network new to the subject but in use by this many others before says this at most. */
export const COLLEAGUES = { least: 2, nats: -1 } as const;

/** A subject without history: the network is one that others use, or nobody. */
export const COLD = { familiar: -1.5, unfamiliar: 2.5, kindShare: 0.5, leastOthers: 3 } as const;

export const DORMANT = 1;

/** Suspicious marks of the user agent that the subject never had before. */
export const SIGNATURES: { readonly [mark: string]: number | undefined } = {
  trufflehog: 6,
  kali: 5,
  parrot: 5,
  pentoo: 5,
  blackarch: 5,
  pacu: 8,
  stratus: 8,
  grimoire: 6,
  scoutsuite: 3,
  prowler: 2,
  elasticwolf: 5,
  's3-browser': 3,
  cyberduck: 1.5,
  winscp: 2,
  rclone: 1,
  'mountain-duck': 1,
  'raw-http': 2,
};

/** The credential is found in another place than always before: it was copied. */
export const PROVIDER_CHANGED = 1.5;

export const NEW_CALL = { mostPerTactic: 3.5, wild: 0.7, most: 8, colleagues: -1 } as const;

/** Distinct calls that are new to the subject. */
export const BREADTH = {
  read: 0.4,
  denied: 0.76,
  most: 6,
  /** Without history every read is new, and a refusal says more than a read. */
  coldRead: 0.12,
  coldMost: 2.5,
  coldDeniedMost: 7,
  /** A sweep that no workload makes: distinct reads, and services among them. */
  sweepReads: 25,
  sweepServices: 8,
  sweep: 2.5,
} as const;

export const NEW_REGION = { half: 0.5, most: 2 } as const;

/** Never seen address on n keys within a day: `slope` times log2 n plus `base`. */
export const FAN_IN = { base: 1, slope: 2, most: 5 } as const;

/** One terminal session on keys of different principals. */
export const SHARED_SID = 3;

/** Per shape of probing that is new to the subject, and together. */
export const PROBES = { each: 2, most: 4 } as const;

export const CHAINS = { most: 7, byIac: 0.3 } as const;

/** Refused attempts to create or empower identities. */
export const DENIED_PERSISTENCE = { first: 2.5, more: 1, most: 5 } as const;

/** Matches of Sigma rules by level; less for rules that fire for many. */
export const RULES: { readonly [level: string]: number | undefined } = {
  critical: 9.5,
  high: 3,
  medium: 1.2,
  low: 0.4,
};
export const RULES_MOST = 5;
export const RULE_COMMON = 0.7;

/** Networks that `networks.yml` names. */
export const KNOWN_NETWORK = -2;
/** A break-glass principal is meant to be used from anywhere. */
export const BREAK_GLASS_MOST = 2;
