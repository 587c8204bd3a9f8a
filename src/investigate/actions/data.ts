/** Calls to stores of data, secrets and keys. */
import type { Mapping } from '../attack-matrix.ts';
import type { Row, ServiceTable } from './table.ts';

const STORAGE: Mapping = 'Collection/T1530';
const DATABASE: Mapping = 'Collection/T1213.006';
const TRANSFER: Mapping = 'Exfiltration/T1537';
const DESTROY: Mapping = 'Impact/T1485';
const NO_RECOVERY: Mapping = 'Impact/T1490';
const SECRETS: Mapping = 'Credential Access/T1555.006';

const OBJECT = 'event:resources.ARN|bucketName';
const READ_OBJECT: Row = ['read', 2, STORAGE, OBJECT];
const OPEN_BUCKET: Row = ['share', 3, TRANSFER];

const S3: ServiceTable = {
  services: ['s3', 's3-outposts', 's3express'],
  target: 'bucketName|name',
  looks: 'Discovery/T1580',
  calls: {
    GetObject: READ_OBJECT,
    HeadObject: ['look', 0, 'Discovery/T1619', OBJECT],
    SelectObjectContent: READ_OBJECT,
    GetObjectTorrent: READ_OBJECT,
    ListObjects: ['look', 1, 'Discovery/T1619'],
    ListObjectVersions: ['look', 1, 'Discovery/T1619'],
    PutObject: ['create', 1, 'Impact/T1565.001', OBJECT],
    CopyObject: ['create', 2, STORAGE, OBJECT],
    DeleteObject: ['delete', 2, DESTROY, OBJECT],
    DeleteObjects: ['delete', 3, DESTROY, OBJECT],
    DeleteBucket: ['delete', 3, DESTROY],
    CreateBucket: ['create', 1, null],
    PutBucketPolicy: OPEN_BUCKET,
    DeleteBucketPolicy: ['change', 2, null],
    PutBucketAcl: OPEN_BUCKET,
    PutObjectAcl: ['share', 3, TRANSFER, OBJECT],
    DeleteBucketPublicAccessBlock: OPEN_BUCKET,
    PutBucketPublicAccessBlock: ['change', 2, TRANSFER],
    PutAccountPublicAccessBlock: ['change', 2, TRANSFER, 'accountId'],
    DeleteAccountPublicAccessBlock: ['share', 3, TRANSFER, 'accountId'],
    CreateAccessPoint: ['share', 2, TRANSFER, 'bucket|name'],
    PutAccessPointPolicy: ['share', 3, TRANSFER, 'name'],
    PutBucketReplication: ['share', 3, TRANSFER],
    PutBucketLifecycle: ['change', 3, 'Impact/T1485.001'],
    PutBucketVersioning: ['change', 3, NO_RECOVERY],
    PutBucketEncryption: ['change', 2, 'Impact/T1486'],
    DeleteBucketEncryption: ['change', 2, null],
    PutBucketLogging: ['change', 2, 'Defense Impairment/T1685.002'],
    PutBucketNotification: ['change', 2, 'Persistence/T1546'],
    PutBucketWebsite: ['change', 2, null],
    PutBucketCors: ['change', 1, null],
    CreateJob: ['create', 2, STORAGE, 'out:jobId'],
  },
};

const SECRET_STORES: ServiceTable = {
  services: ['secretsmanager'],
  target: 'secretId|name|out:arn|secretIdList|filters.values',
  looks: 'Discovery/T1526',
  calls: {
    GetSecretValue: ['read', 3, SECRETS],
    BatchGetSecretValue: ['read', 3, SECRETS],
    GetRandomPassword: ['look', 0, 'Discovery/T1526'],
    CreateSecret: ['create', 1, null, 'name'],
    PutSecretValue: ['change', 2, 'Impact/T1565.001'],
    UpdateSecret: ['change', 2, 'Impact/T1565.001'],
    DeleteSecret: ['delete', 3, DESTROY],
    PutResourcePolicy: ['share', 3, TRANSFER],
    ReplicateSecretToRegions: ['share', 2, TRANSFER],
  },
};

const KMS: ServiceTable = {
  services: ['kms'],
  target:
    'encryptionContext.SecretARN|encryptionContext.PARAMETER_ARN|encryptionContext.aws:s3:arn|keyId|event:resources.ARN|aliasName',
  looks: 'Discovery/T1526',
  calls: {
    Decrypt: ['read', 0, null],
    GenerateDataKey: ['use', 0, null],
    GenerateDataKeyWithoutPlaintext: ['use', 0, null],
    Encrypt: ['use', 0, null],
    PutKeyPolicy: ['share', 3, 'Impact/T1486'],
    CreateGrant: ['share', 2, 'Persistence/T1098.003'],
    CreateKey: ['create', 1, null, 'out:keyMetadata.keyId'],
    CreateAlias: ['create', 1, null],
    UpdateAlias: ['change', 2, 'Impact/T1486'],
    ScheduleKeyDeletion: ['delete', 3, DESTROY],
    DisableKey: ['change', 3, DESTROY],
    DeleteImportedKeyMaterial: ['delete', 3, DESTROY],
    ImportKeyMaterial: ['change', 3, 'Impact/T1486'],
    ReEncrypt: ['use', 2, 'Impact/T1486'],
  },
};

const RDS: ServiceTable = {
  services: ['rds'],
  target:
    'dBSnapshotIdentifier|dBClusterSnapshotIdentifier|dBInstanceIdentifier|dBClusterIdentifier|exportTaskIdentifier',
  looks: 'Discovery/T1580',
  calls: {
    ModifyDBSnapshotAttribute: ['share', 3, TRANSFER],
    ModifyDBClusterSnapshotAttribute: ['share', 3, TRANSFER],
    CreateDBSnapshot: ['create', 2, 'Collection/T1074'],
    CreateDBClusterSnapshot: ['create', 2, 'Collection/T1074'],
    StartExportTask: ['create', 3, DATABASE],
    RestoreDBInstanceFromDBSnapshot: ['create', 2, DATABASE],
    ModifyDBInstance: ['change', 3, 'Persistence/T1098', 'dBInstanceIdentifier'],
    ModifyDBCluster: ['change', 3, 'Persistence/T1098', 'dBClusterIdentifier'],
    DeleteDBInstance: ['delete', 3, DESTROY, 'dBInstanceIdentifier'],
    DeleteDBCluster: ['delete', 3, DESTROY, 'dBClusterIdentifier'],
    DeleteDBSnapshot: ['delete', 3, NO_RECOVERY],
    DeleteDBClusterSnapshot: ['delete', 3, NO_RECOVERY],
    DeleteDBInstanceAutomatedBackup: ['delete', 3, NO_RECOVERY],
    StopDBInstance: ['change', 2, 'Impact/T1489'],
    DownloadDBLogFilePortion: ['read', 2, DATABASE],
    CreateDBInstance: ['create', 2, 'Impact/T1496.004'],
  },
};

const DATABASES: ServiceTable = {
  services: [
    'dynamodb',
    'rds-data',
    'redshift',
    'redshift-data',
    'redshift-serverless',
    'athena',
    'es',
    'glue',
  ],
  target:
    'tableName|database|clusterIdentifier|queryExecutionId|resourceArn|name|jobName|databaseName|workgroupName|endpointName',
  looks: 'Discovery/T1580',
  calls: {
    Scan: ['read', 2, DATABASE],
    Query: ['read', 1, DATABASE],
    GetItem: ['read', 1, DATABASE],
    BatchGetItem: ['read', 1, DATABASE, 'event:resources.ARN|requestItems'],
    ExecuteStatement: ['read', 2, DATABASE],
    BatchExecuteStatement: ['read', 2, DATABASE],
    StartQueryExecution: ['read', 2, DATABASE, 'queryExecutionContext.database|workGroup'],
    GetQueryResults: ['read', 2, DATABASE],
    ExportTableToPointInTime: ['create', 3, DATABASE, 'tableArn'],
    GetClusterCredentials: ['use', 3, DATABASE],
    GetClusterCredentialsWithIAM: ['use', 3, DATABASE],
    GetCredentials: ['use', 3, DATABASE],
    DeleteTable: ['delete', 3, DESTROY],
    DeleteItem: ['delete', 1, DESTROY],
    DeleteCluster: ['delete', 3, DESTROY],
    DeleteBackup: ['delete', 3, NO_RECOVERY, 'backupArn'],
    PutResourcePolicy: ['share', 3, TRANSFER],
    CreateDevEndpoint: ['create', 3, 'Privilege Escalation/T1098.003'],
    UpdateDevEndpoint: ['change', 3, 'Persistence/T1098.004'],
    CreateJob: ['create', 2, 'Execution/T1648'],
    UpdateJob: ['change', 2, 'Execution/T1648'],
    StartJobRun: ['use', 2, 'Execution/T1648'],
  },
};

const BACKUP: ServiceTable = {
  services: ['backup', 'elasticfilesystem', 'fsx', 'datasync', 'transfer', 'ram'],
  target:
    'recoveryPointArn|backupVaultName|backupPlanId|fileSystemId|name|resourceShareArn|taskArn|serverId|userName',
  looks: 'Discovery/T1580',
  calls: {
    DeleteRecoveryPoint: ['delete', 3, NO_RECOVERY],
    DeleteBackupVault: ['delete', 3, NO_RECOVERY],
    DeleteBackupPlan: ['delete', 3, NO_RECOVERY],
    DeleteBackupVaultLockConfiguration: ['change', 3, NO_RECOVERY],
    PutBackupVaultAccessPolicy: ['share', 3, TRANSFER],
    DeleteFileSystem: ['delete', 3, DESTROY],
    PutFileSystemPolicy: ['share', 3, TRANSFER],
    CreateTask: ['create', 2, TRANSFER],
    StartTaskExecution: ['use', 3, TRANSFER],
    CreateServer: ['create', 3, 'Exfiltration/T1567', 'out:serverId'],
    CreateUser: ['create', 3, 'Persistence/T1136.003'],
    CreateResourceShare: ['share', 3, TRANSFER],
    AssociateResourceShare: ['share', 3, TRANSFER],
  },
};

export const DATA: readonly ServiceTable[] = [S3, SECRET_STORES, KMS, RDS, DATABASES, BACKUP];
