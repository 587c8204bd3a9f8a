// The company whose trail is made up: accounts, users, sessions, addresses, tools.
import { ID_ALPHABET, Random } from './random.mjs';

export const ACCOUNTS = [
  '111122223333',
  '444455556666',
  '777788889999',
  '123456789012',
  '210987654321',
  '345678901234',
  '567890123456',
  '901234567890',
];

/** The first regions see most of the traffic. */
export const REGIONS = ['eu-central-1', 'us-east-1', 'eu-west-1', 'us-west-2', 'ap-southeast-1', 'sa-east-1'];

const USERS = 300;
/** Sessions per account and day, by what uses them; about 1,500 over all accounts. */
const SESSIONS = { sdk: 100, terraform: 8, console: 50, cli: 30 };
/** One in so many sessions is a user with a long-lived key. */
const LONG_LIVED = 12;
/** Different calls that a session makes: a workload few, again and again; a person many. */
const REPERTOIRE = { sdk: 6, terraform: 60, console: 25, cli: 8 };

const SYLLABLES = [
  'an',
  'bo',
  'chi',
  'de',
  'el',
  'fa',
  'gu',
  'ha',
  'io',
  'ka',
  'li',
  'mo',
  'na',
  'ru',
  'sa',
  'to',
];
const ROLES = ['web', 'api', 'ingest', 'search', 'billing', 'reports', 'queue', 'mail', 'batch', 'edge'];

/** Parts of the address ranges of EC2 in Frankfurt, and of access providers in Germany, France and Britain. */
const EC2_RANGES = ['3.120', '3.121', '18.184', '18.185', '35.156', '52.28', '54.93'];
const ACCESS_RANGES = ['79.200', '79.210', '90.20', '90.35', '86.140', '86.150', '188.98', '188.100'];
/** Parts of the address ranges of hosting providers: where intruders rent their machines. */
const HOSTING_RANGES = ['167.99', '188.166', '51.15', '95.216'];

/** How an SDK says where it runs. */
const EXECUTION = {
  task: 'exec-env/AWS_ECS_FARGATE',
  lambda: 'exec-env/AWS_Lambda_nodejs20.x',
  instance: 'cfg/region#eu-central-1',
};

const people = makePeople();

/** The sessions of an account on a day, by kind of use. Role sessions get new keys every day, users keep theirs. */
export function sessionsOf(account, day) {
  const sessions = {};
  for (const [kind, count] of Object.entries(SESSIONS)) {
    sessions[kind] = Array.from({ length: count }, (_, n) => makeSession({ account, day, kind, n }));
  }
  return sessions;
}

/**
 * What an intruder has of an account, all week: a user's long-lived key, which its owner goes on using, and each day a
 * role's session that was got with it. Both are used from one rented machine.
 *
 * @param sessions the account's sessions of the day, as `sessionsOf` gives them.
 */
export function stolenFrom(account, day, sessions) {
  const lasting = new Random(Number(account) % 0xffffff, 13);
  const daily = new Random(Number(account) % 0xffffff, 13, day + 1);
  const keys = [...sessions.sdk, ...sessions.cli].filter(({ dated }) => !dated);
  const place = {
    kind: 'stolen',
    address: addressIn(lasting, HOSTING_RANGES),
    agent: makeAgent(lasting, 'cli'),
    createdAt: daily.below(86_400),
  };
  const role = makeRoleSession(account, { lasting, daily, kind: 'sdk', place: 'lambda' });
  return [
    { ...lasting.pick(keys), ...place },
    { ...role, ...place },
  ];
}

/** Key ID of the credential that a service uses for itself, one a day. */
export function serviceKey(account, day, principal) {
  return `ASIA${new Random(Number(account) % 0xffffff, day, principal, 77).token(ID_ALPHABET, 16)}`;
}

function makeSession({ account, day, kind, n }) {
  const lasting = new Random(Number(account) % 0xffffff, kind.length, n);
  const daily = new Random(Number(account) % 0xffffff, kind.length, n, day + 1);
  const place = lasting.pick(Object.keys(EXECUTION));
  return {
    kind,
    address: makeAddress(lasting, kind),
    agent: makeAgent(lasting, kind, place),
    createdAt: daily.below(86_400),
    /** Which of the samples it replays. */
    choices: Array.from({ length: REPERTOIRE[kind] }, () => lasting.unit()),
    ...(n % LONG_LIVED === LONG_LIVED - 1
      ? makeUser(account, lasting, kind)
      : makeRoleSession(account, { lasting, daily, kind, place })),
  };
}

function makeUser(account, random, kind) {
  const name = kind === 'sdk' || kind === 'terraform' ? `svc-${random.pick(ROLES)}` : random.pick(people);
  const identity = {
    type: 'IAMUser',
    principalId: `AIDA${random.token(ID_ALPHABET, 17)}`,
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
    accessKeyId: `AKIA${random.token(ID_ALPHABET, 16)}`,
    userName: name,
  };
  return { key: identity.accessKeyId, identity, dated: false };
}

function makeRoleSession(account, { lasting, daily, kind, place }) {
  const [role, session] = roleAndSession(lasting, kind, place);
  const roleId = `AROA${lasting.token(ID_ALPHABET, 17)}`;
  const key = `ASIA${daily.token(ID_ALPHABET, 16)}`;
  const name = role.slice(role.lastIndexOf('/') + 1);
  const identity = {
    type: 'AssumedRole',
    principalId: `${roleId}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
    accountId: account,
    accessKeyId: key,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleId,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: name,
      },
      webIdFederationData: {},
      attributes: { creationDate: '@@created@@', mfaAuthenticated: 'false' },
    },
  };
  return { key, identity, dated: true };
}

function roleAndSession(random, kind, place) {
  if (kind === 'terraform') return [`ci-${random.pick(ROLES)}`, `run-${random.below(100_000)}`];
  if (kind !== 'sdk') {
    const set = random.pick(['AdministratorAccess', 'PowerUserAccess', 'ReadOnlyAccess', 'Developer']);
    const folder = 'aws-reserved/sso.amazonaws.com';
    return [`${folder}/AWSReservedSSO_${set}_${random.hex(16)}`, `${random.pick(people)}@example.com`];
  }
  const role = `${random.pick(ROLES)}-${place}`;
  return [role, place === 'instance' ? `i-0${random.hex(16)}` : `${role}-${random.below(900)}`];
}

function makeAddress(random, kind) {
  return addressIn(random, kind === 'sdk' || kind === 'terraform' ? EC2_RANGES : ACCESS_RANGES);
}

function addressIn(random, ranges) {
  const range = random.pick(ranges);
  return `${range}.${random.below(254) + 1}.${random.below(254) + 1}`;
}

/** What the session signs with; empty where the sample's own agent is to stay (the console has one per page). */
function makeAgent(random, kind, place) {
  const minor = random.below(6);
  if (kind === 'terraform') {
    return `APN/1.0 HashiCorp/1.0 Terraform/1.${5 + minor}.0 (+https://www.terraform.io) terraform-provider-aws/5.${40 + minor} aws-sdk-go-v2/1.3${minor}.0 os/linux lang/go#1.22.${minor} md/GOOS#linux md/GOARCH#amd64`;
  }
  if (kind === 'cli') {
    return `aws-cli/2.${15 + minor}.${random.below(8)} md/awscrt#0.20.9 ua/2.0 os/macos#23.${minor}.0 md/arch#arm64 lang/python#3.11.${minor} md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#@@command@@`;
  }
  if (kind === 'sdk') {
    const environment = EXECUTION[place];
    return random.pick([
      `Boto3/1.34.${minor * 10} md/Botocore#1.34.${minor * 10} ua/2.0 os/linux#5.10.${200 + minor} md/arch#x86_64 lang/python#3.11.${minor} md/pyimpl#CPython ${environment} cfg/retry-mode#legacy Botocore/1.34.${minor * 10}`,
      `aws-sdk-java/2.2${minor}.5 Linux/5.10.${200 + minor}.amzn2.x86_64 OpenJDK_64-Bit_Server_VM/17.0.${minor} Java/17.0.${minor} vendor/Amazon.com_Inc. ${environment} io/sync http/Apache cfg/retry-mode/legacy`,
      `aws-sdk-js/3.5${minor}0.0 ua/2.0 os/linux#5.10.${200 + minor} lang/js md/nodejs#20.1${minor}.0 api/dynamodb#3.5${minor}0.0 ${environment}`,
      `aws-sdk-go-v2/1.2${minor}.1 os/linux lang/go#1.22.${minor} md/GOOS#linux md/GOARCH#amd64 api/s3#1.5${minor}.0 ${environment}`,
    ]);
  }
  return '';
}

function makePeople() {
  const random = new Random(300);
  const name = () => random.pick(SYLLABLES) + random.pick(SYLLABLES) + random.pick(SYLLABLES);
  return Array.from({ length: USERS }, () => `${name()}.${name()}`);
}
