/** The story of examples/leaked-key, call by call. The company is made up, and so are its people. */

const OFFICE = '203.0.113.10';
const OFFICE_SERVER = '203.0.113.25';
/** GitHub's hosted runners work in Azure. */
const RUNNERS = ['20.102.39.57', '20.55.14.98', '172.183.91.20'];
const RENTED_SERVER = '167.99.40.12';
const VPN = '146.70.116.20';

const WORKFLOW =
  'aws-sdk-js/3.906.0 ua/2.1 os/linux#6.11.0-1018-azure lang/js md/nodejs#20.19.5 api/sts#3.906.0 configure-aws-credentials-for-github-actions';
const RUNNER_CLI =
  'aws-cli/2.31.18 md/awscrt#0.28.2 ua/2.1 os/linux#6.11.0-1018-azure md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython m/E,b,Z,g cfg/retry-mode#standard md/installer#exe md/prompt#off';
const EXPORT_JOB =
  'Boto3/1.40.61 md/Botocore#1.40.61 ua/2.1 os/linux#6.8.0-48-generic md/arch#x86_64 lang/python#3.12.3 md/pyimpl#CPython m/b,Z,D cfg/retry-mode#legacy Botocore/1.40.61';
const LENAS_CLI =
  'aws-cli/2.31.18 md/awscrt#0.28.2 ua/2.1 os/macos#25.0.0 md/arch#arm64 lang/python#3.13.7 md/pyimpl#CPython m/n,E,b,Z cfg/retry-mode#standard md/installer#exe sid/6b1f20a7c94e md/prompt#off';

/** The intruder's terminal. It keeps its session ID whatever key is put into it. */
const kali = (ran) =>
  `aws-cli/2.31.18 md/awscrt#0.28.2 ua/2.1 os/linux#6.12.38+kali-amd64 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython m/E,b,Z,g cfg/retry-mode#standard md/installer#source md/distrib#kali.2025 sid/d41c77e05ab2 md/prompt#off md/command#${ran}`;

const CLUSTER = { cluster: 'shop' };
const DAYS = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'];

/** Monday to Thursday of a small shop: builds, a nightly export, one developer. */
export function* ordinaryDays() {
  for (const [n, day] of DAYS.entries()) {
    yield* nightlyExport(day);
    yield* developer(day);
    for (const [build, time] of ['09:12', '13:40', '16:05'].entries()) {
      yield* workflow(`${day}T${time}`, RUNNERS[(n + build) % RUNNERS.length]);
    }
  }
}

function* nightlyExport(day) {
  const call = (time, name, request) => ({
    at: `${day}T${time}Z`,
    who: 'report',
    agent: EXPORT_JOB,
    from: OFFICE_SERVER,
    call: name,
    request,
  });
  yield call('02:00:01', 'athena.StartQueryExecution', {
    queryString: '***OMITTED***',
    workGroup: 'reports',
  });
  for (const time of ['02:00:06', '02:00:16', '02:00:26'])
    yield call(time, 'athena.GetQueryExecution', { queryExecutionId: `${day}-orders` });
  yield call('02:00:27', 'athena.GetQueryResults', { queryExecutionId: `${day}-orders`, maxResults: 1000 });
}

function* developer(day) {
  const call = (time, name, request) => ({
    at: `${day}T${time}Z`,
    who: 'lena',
    agent: LENAS_CLI,
    from: OFFICE,
    call: name,
    request,
  });
  yield call('08:31:12', 'ecs.DescribeServices', { ...CLUSTER, services: ['web', 'worker'] });
  yield call('08:33:47', 'logs.FilterLogEvents', { logGroupName: '/shop/web', filterPattern: 'ERROR' });
  yield call('10:02:09', 'ec2.DescribeInstances', { instancesSet: {}, filterSet: {} });
  yield call('11:20:55', 'logs.FilterLogEvents', { logGroupName: '/shop/worker', filterPattern: 'timeout' });
  yield call('14:46:30', 'ecs.DescribeTasks', { ...CLUSTER, tasks: ['web'] });
  yield call('15:58:03', 'cloudwatch.DescribeAlarms', { stateValue: 'ALARM' });
}

function* workflow(minute, from) {
  const call = (second, agent, name, request) => ({
    at: `${minute}:${second}Z`,
    who: 'build',
    agent,
    from,
    call: name,
    request,
  });
  yield call('04', WORKFLOW, 'sts.GetCallerIdentity');
  yield call('11', RUNNER_CLI, 'ecr.GetAuthorizationToken');
  yield call('38', RUNNER_CLI, 'ecs.DescribeTaskDefinition', { taskDefinition: 'shop-web' });
  yield call('41', RUNNER_CLI, 'ecs.UpdateService', { ...CLUSTER, service: 'web', forceNewDeployment: true });
  yield call('52', RUNNER_CLI, 'ecs.DescribeServices', { ...CLUSTER, services: ['web'] });
}

/** Wednesday night: the build key, then the export key found with it, then a planted key, then a role. */
export function* intrusion() {
  yield* withBuildKey();
  yield* withExportKey();
  yield* withPlantedKey();
  yield* withRole();
}

function night(who, from) {
  return (time, call, more = {}) => ({
    at: `2026-11-18T${time}Z`,
    who,
    from,
    call,
    agent: kali(command(call)),
    ...more,
  });
}

/** `iam.ListUsers` → `iam.list-users` */
function command(call) {
  const [service, name] = call.split('.');
  return `${service}.${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}`;
}

/** It may do little, and says so; but it can read the task definitions, and one holds another key in clear. */
function* withBuildKey() {
  const call = night('build', RENTED_SERVER);
  yield call('22:47:03', 'sts.GetCallerIdentity', { region: 'us-east-1' });
  yield call('22:47:21', 's3.ListBuckets', { request: { Host: 's3.amazonaws.com' } });
  yield call('22:47:40', 'iam.GetUser', { denied: true });
  yield call('22:47:52', 'iam.ListAttachedUserPolicies', { denied: true });
  yield call('22:48:05', 'iam.ListUsers', { denied: true });
  yield call('22:48:19', 'iam.CreateUser', { denied: true });
  yield call('22:48:44', 'iam.ListRoles', { denied: true });
  yield call('22:49:02', 'ec2.DescribeInstances', { denied: true, region: 'us-east-1' });
  yield call('22:49:09', 'ec2.DescribeInstances', { denied: true });
  yield call('22:49:31', 'ses.GetSendQuota', { denied: true, region: 'us-east-1' });
  yield call('22:49:50', 'lambda.ListFunctions20150331', { denied: true });
  yield call('22:50:08', 'secretsmanager.ListSecrets', { denied: true });
  yield call('22:50:24', 'ssm.DescribeParameters', { denied: true });
  yield call('22:50:51', 'rds.DescribeDBInstances', { denied: true });
  yield call('22:51:40', 'ecs.ListClusters');
  yield call('22:52:02', 'ecs.ListTaskDefinitions');
  yield call('22:52:31', 'ecs.DescribeTaskDefinition', { request: { taskDefinition: 'shop-web' } });
  yield call('22:52:58', 'ecs.DescribeTaskDefinition', { request: { taskDefinition: 'shop-export' } });
}

/** It was once given all of IAM for a move that is long done. */
function* withExportKey() {
  const call = night('report', RENTED_SERVER);
  yield call('22:57:45', 'sts.GetCallerIdentity', { region: 'us-east-1' });
  yield call('22:58:10', 'iam.ListAttachedUserPolicies', { request: { userName: 'report-export' } });
  yield call('22:58:33', 'iam.ListUsers');
  yield call('22:58:51', 'iam.ListRoles');
  yield call('22:59:20', 'iam.GetAccountAuthorizationDetails');
  yield call('23:01:04', 'iam.ListAccessKeys', { request: { userName: 'lena' } });
  yield call('23:02:11', 'iam.CreateAccessKey', {
    request: { userName: 'lena' },
    response: {
      accessKey: {
        userName: 'lena',
        accessKeyId: 'AKIALENA7V3K5EXAMPLE',
        status: 'Active',
        createDate: 'Nov 18, 2026 11:02:11 PM',
      },
    },
  });
}

function* withPlantedKey() {
  const call = night('planted', VPN);
  const roleArn = 'arn:aws:iam::111122223333:role/data-pipeline';
  yield call('23:03:50', 'sts.GetCallerIdentity', { region: 'us-east-1' });
  yield call('23:04:40', 'sts.AssumeRole', {
    request: { roleArn, roleSessionName: 'nightly' },
    response: {
      credentials: {
        accessKeyId: 'ASIAPIPE6D5W3EXAMPLE',
        sessionToken: 'EXAMPLETOKEN',
        expiration: 'Nov 19, 2026 12:04:40 AM',
      },
      assumedRoleUser: {
        assumedRoleId: 'AROAPIPELINEQEXAMPLE:nightly',
        arn: 'arn:aws:sts::111122223333:assumed-role/data-pipeline/nightly',
      },
    },
  });
}

function* withRole() {
  const call = night('pipeline', VPN);
  yield call('23:05:02', 'secretsmanager.ListSecrets');
  const secrets = ['shop/db', 'shop/payments', 'shop/mail', 'shop/courier', 'shop/sso', 'reports/warehouse'];
  for (const [n, secretId] of secrets.entries()) {
    yield call(`23:05:${20 + 6 * n}`, 'secretsmanager.GetSecretValue', { request: { secretId } });
  }
  yield call('23:06:30', 'ssm.GetParametersByPath', {
    request: { path: '/', recursive: true, withDecryption: true },
  });
  yield call('23:09:12', 'cloudtrail.DescribeTrails');
  yield call('23:09:40', 'cloudtrail.StopLogging', { request: { name: 'main' }, denied: true });
  yield call('23:10:05', 'guardduty.ListDetectors');
  yield call('23:10:31', 'guardduty.DeleteDetector', { denied: true });
}
