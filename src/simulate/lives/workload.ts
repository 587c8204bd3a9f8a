/** Workloads with roles: instances, functions, tasks, deployments into other accounts, and what services do of their own. */
import { addRole } from '../account.ts';
import type { Account, Role } from '../account.ts';
import { boto, cli, goSdk, javaSdk, jsSdk } from '../agents.ts';
import type { Tool } from '../agents.ts';
import type { Call } from '../call.ts';
import { DAY_MS, HOUR_MS, localTime } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import { seriesOf } from '../holder.ts';
import type { World } from '../holder.ts';
import { assumeByService, assumeRole, sharedCopy } from '../minting.ts';
import { addressOf } from '../networks.ts';
import type { Provider } from '../networks.ts';
import { Random } from '../random.ts';
import { DEPLOY, SERVER } from '../repertoires.ts';
import { makeRoleSession, serviceSigner } from '../signer.ts';

type Life = (day: Day, today: Random) => Call[];

/** The provider whose addresses a region's workloads have. */
function cloudOf(region: string): Provider {
  if (region === 'eu-central-1') return 'awsFrankfurt';
  return region === 'eu-west-1' ? 'awsIreland' : 'awsVirginia';
}

/** An instance with a role: keys change every six hours, the address stays. */
export interface InstanceLife {
  readonly role: Role;
  readonly instance: string;
  readonly live: Life;
}

export function instance(account: Account, world: World, seed: string): InstanceLife {
  const random = new Random(seed, 'instance');
  const role = addRole(account, random, { name: `${random.pick(account.queues)}-instance-${random.hex(2)}` });
  const id = random.pick(account.instances);
  const region = account.regions[0] ?? 'us-east-1';
  const address = addressOf(cloudOf(region), random);
  const tool = random.pick<Tool>([
    boto(random, 'amzn', 'instance'),
    javaSdk(random),
    goSdk(random, 'instance'),
  ]);
  const repertoire = random.some(SERVER, 5);
  const live: Life = (day, today) => {
    const startMs = day.startMs + today.below(HOUR_MS);
    const at = { timeMs: startMs, region };
    const { call, signer } = assumeByService(at, { role, service: 'ec2', session: id }, today);
    const apis = Array.from({ length: Math.max(1, today.count(6 * world.pace)) }, () =>
      today.pickUneven(repertoire),
    );
    const gapMs = HOUR_MS / 2;
    return [
      call,
      ...seriesOf({ startMs: startMs + 5_000, signer, address, tool, region, apis, gapMs }, today),
    ];
  };
  return { role, instance: id, live };
}

/** A function or a task: short sessions from Amazon's addresses. */
export function serverless(kind: 'lambda' | 'ecs', account: Account, world: World, seed: string): Life {
  const random = new Random(seed, kind);
  const name = random.pick(account.functions);
  const role = addRole(account, random, { name: `${name}-${kind}-${random.hex(2)}` });
  const region = account.regions[0] ?? 'us-east-1';
  const tool =
    kind === 'lambda'
      ? random.pick([
          boto(random, 'amzn', 'env', 'AWS_Lambda_python3.12'),
          jsSdk(random, 'AWS_Lambda_nodejs20.x'),
        ])
      : random.pick([
          goSdk(random, 'container', 'AWS_ECS_FARGATE'),
          boto(random, 'amzn', 'container', 'AWS_ECS_FARGATE'),
        ]);
  const repertoire = random.some(SERVER, 4);
  const service = kind === 'lambda' ? 'lambda' : 'ecs-tasks';
  return (day, today) => {
    const runs = Math.max(1, today.count(2 * world.pace));
    return Array.from({ length: runs }, () => {
      const timeMs = day.startMs + today.below(DAY_MS - HOUR_MS);
      const session = kind === 'lambda' ? name : today.hex(32);
      const { call, signer } = assumeByService({ timeMs, region }, { role, service, session }, today);
      const apis = Array.from({ length: today.between(2, 5) }, () => today.pickUneven(repertoire));
      const address = addressOf(cloudOf(region), today);
      return [
        call,
        ...seriesOf({ startMs: timeMs + 2_000, signer, address, tool, region, apis, gapMs: 3_000 }, today),
      ];
    }).flat();
  };
}

/** A pipeline with an OpenID token that takes a role, and from there a role in another account. */
export function deployment(account: Account, target: Account, seed: string): Life {
  const random = new Random(seed, 'deployment');
  const role = addRole(account, random, { name: `github-${random.pick(account.tables)}` });
  const far = addRole(target, random, { name: `deploy-from-${account.name}-${random.hex(2)}`, admin: true });
  const tool = cli(random, 'ubuntu', 'role');
  const repository = `repo:example/${random.pick(account.tables)}:ref:refs/heads/main`;
  return (day, today) => {
    if (day.weekend) return [];
    const timeMs = day.startMs + (7 + today.unit() * 10) * HOUR_MS;
    const region = account.regions[0] ?? 'us-east-1';
    const address = addressOf('azure', today);
    const session = makeRoleSession(role, { session: 'GitHubActions', createdMs: timeMs, random: today });
    const sid = today.hex(12);
    const first: Call = {
      timeMs,
      signer: {
        id: '',
        account,
        arn: '',
        identity: {
          type: 'WebIdentityUser',
          principalId: `arn:aws:iam::${account.id}:oidc-provider/token.actions.githubusercontent.com:sts.amazonaws.com:${repository}`,
          userName: repository,
          identityProvider: `arn:aws:iam::${account.id}:oidc-provider/token.actions.githubusercontent.com`,
        },
      },
      api: 'sts:AssumeRoleWithWebIdentity',
      region,
      address,
      agent: tool({ timeMs, api: 'sts:AssumeRoleWithWebIdentity', sid }),
      parameters: { roleArn: role.arn, roleSessionName: 'GitHubActions', durationSeconds: 3600 },
      response: {
        subjectFromWebIdentityToken: repository,
        credentials: {
          accessKeyId: session.id,
          sessionToken: 'EXAMPLESESSIONTOKEN',
          expiration: localTime(timeMs + HOUR_MS, 'sts'),
        },
        assumedRoleUser: { assumedRoleId: `${role.id}:GitHubActions`, arn: session.arn },
        provider: `arn:aws:iam::${account.id}:oidc-provider/token.actions.githubusercontent.com`,
        audience: 'sts.amazonaws.com',
      },
    };
    const where = { timeMs: timeMs + 4_000, signer: session, region, address, agent: first.agent };
    const chained = assumeRole(where, far, 'deploy', today);
    const hops = account === target ? [chained.call] : sharedCopy(chained.call, far, today.uuid());
    const work = seriesOf(
      {
        startMs: timeMs + 9_000,
        signer: chained.signer,
        address,
        tool,
        region: target.regions[0] ?? region,
        apis: today.some(DEPLOY, 5),
        gapMs: 8_000,
      },
      today,
    );
    return [first, ...hops, ...work];
  };
}

/** What AWS does by itself: looks at the trail's bucket, decrypts, checks. */
export function services(account: Account): Life {
  const region = account.regions[0] ?? 'us-east-1';
  return (day, today) =>
    [
      ['cloudtrail.amazonaws.com', 's3:GetBucketAcl'],
      ['config.amazonaws.com', 's3:GetBucketAcl'],
      ['dynamodb.amazonaws.com', 'kms:Decrypt'],
      ['ssm.amazonaws.com', 'kms:Decrypt'],
    ].map(([service = '', api = '']): Call => ({
      timeMs: day.startMs + today.below(DAY_MS),
      signer: serviceSigner(account, service),
      api,
      region,
      address: service,
      agent: service,
      more: { sharedEventID: today.uuid() },
    }));
}
