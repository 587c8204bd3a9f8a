/** Calls to machines, functions, containers and what deploys them. */
import type { Mapping } from '../attack-matrix.ts';
import type { Row, ServiceTable } from './table.ts';

const TRANSFER: Mapping = 'Exfiltration/T1537';
const STAGE: Mapping = 'Collection/T1074';
const MINE: Mapping = 'Impact/T1496.001';
const FIREWALL: Mapping = 'Defense Impairment/T1686.001';
const LOGS: Mapping = 'Defense Impairment/T1685.002';
const SERVERLESS: Mapping = 'Execution/T1648';
const TRIGGER: Mapping = 'Persistence/T1546';
const CONNECT: Mapping = 'Lateral Movement/T1021.008';
const ADMIN: Mapping = 'Execution/T1651';
const GRANT: Mapping = 'Privilege Escalation/T1098.003';

const OPEN: Row = ['change', 3, FIREWALL, 'groupId|groupName'];
const INSTANCES = 'instancesSet.instanceId|instanceId|out:instancesSet.instanceId';

const EC2: ServiceTable = {
  services: ['ec2'],
  target:
    'instanceId|instancesSet.instanceId|imageId|snapshotId|volumeId|groupId|groupName|keyName|launchTemplateId|launchTemplateName|vpcId|flowLogId|networkAclId|routeTableId|subnetId|allocationId',
  looks: 'Discovery/T1580',
  calls: {
    RunInstances: [
      'create',
      3,
      [MINE, 'Defense Impairment/T1578.002'],
      'out:instancesSet.instanceId|instanceType',
    ],
    StartInstances: ['use', 2, MINE, INSTANCES],
    StopInstances: ['change', 3, 'Impact/T1489', INSTANCES],
    TerminateInstances: ['delete', 3, ['Impact/T1485', 'Defense Impairment/T1578.003'], INSTANCES],
    RequestSpotInstances: ['create', 3, MINE, 'out:spotInstanceRequestSet.spotInstanceRequestId'],
    RequestSpotFleet: ['create', 3, MINE],
    CreateFleet: ['create', 3, MINE, 'out:fleetId'],
    ModifyInstanceAttribute: ['change', 3, ['Execution/T1059.009', 'Defense Impairment/T1578.005']],
    DescribeInstanceAttribute: ['read', 2, 'Credential Access/T1552.005'],
    GetPasswordData: ['read', 3, 'Credential Access/T1552.005'],
    GetConsoleOutput: ['read', 2, 'Credential Access/T1552.001'],
    GetConsoleScreenshot: ['read', 2, 'Credential Access/T1552.001'],
    GetLaunchTemplateData: ['read', 2, 'Credential Access/T1552.001'],
    CreateSnapshot: ['create', 2, ['Defense Impairment/T1578.001', STAGE], 'volumeId'],
    CreateSnapshots: ['create', 2, ['Defense Impairment/T1578.001', STAGE]],
    CopySnapshot: ['create', 2, ['Defense Impairment/T1578.001', STAGE], 'sourceSnapshotId'],
    ModifySnapshotAttribute: ['share', 3, TRANSFER],
    SharedSnapshotCopyInitiated: ['read', 3, TRANSFER, 'event:serviceEventDetails.snapshotId'],
    SharedSnapshotVolumeCreated: ['read', 3, TRANSFER, 'event:serviceEventDetails.snapshotId'],
    ModifyImageAttribute: ['share', 3, TRANSFER],
    CreateImage: ['create', 2, ['Persistence/T1525', STAGE], 'instanceId'],
    CreateStoreImageTask: ['create', 3, TRANSFER],
    ExportImage: ['create', 3, TRANSFER],
    CreateInstanceExportTask: ['create', 3, TRANSFER],
    DeleteSnapshot: ['delete', 2, 'Impact/T1490'],
    DeleteVolume: ['delete', 3, 'Impact/T1485'],
    DeregisterImage: ['delete', 2, 'Impact/T1490'],
    AttachVolume: ['change', 2, STAGE],
    CreateVolume: ['create', 1, STAGE, 'snapshotId|out:volumeId'],
    AuthorizeSecurityGroupIngress: OPEN,
    AuthorizeSecurityGroupEgress: ['change', 2, FIREWALL],
    RevokeSecurityGroupIngress: ['change', 1, null],
    CreateSecurityGroup: ['create', 2, FIREWALL, 'groupName'],
    CreateNetworkAclEntry: ['change', 2, FIREWALL],
    ReplaceNetworkAclEntry: ['change', 2, FIREWALL],
    CreateVpcPeeringConnection: ['create', 2, FIREWALL, 'peerOwnerId|vpcId'],
    CreateTrafficMirrorSession: ['create', 3, 'Credential Access/T1040', 'networkInterfaceId'],
    CreateTrafficMirrorTarget: ['create', 2, 'Credential Access/T1040', 'networkInterfaceId'],
    DeleteFlowLogs: ['delete', 3, LOGS],
    CreateKeyPair: ['create', 3, 'Persistence/T1098.001'],
    ImportKeyPair: ['create', 3, 'Persistence/T1098.001'],
    EnableSerialConsoleAccess: ['change', 3, CONNECT],
    CreateInstanceConnectEndpoint: ['create', 3, CONNECT],
    CreateLaunchTemplate: ['create', 2, 'Persistence/T1525', 'launchTemplateName'],
    CreateLaunchTemplateVersion: ['change', 3, 'Persistence/T1525'],
    ModifyLaunchTemplate: ['change', 3, 'Persistence/T1525'],
    AssociateIamInstanceProfile: ['change', 3, GRANT],
    ReplaceIamInstanceProfileAssociation: ['change', 3, GRANT, 'associationId'],
    ModifyInstanceMetadataOptions: ['change', 2, 'Defense Impairment/T1578.005'],
    DisableEbsEncryptionByDefault: ['change', 2, 'Defense Impairment/T1578.005'],
    DisableSnapshotBlockPublicAccess: ['change', 3, TRANSFER],
    DisableImageBlockPublicAccess: ['change', 3, TRANSFER],
    GetSerialConsoleAccessStatus: ['look', 0, 'Discovery/T1580'],
  },
};

const INSTANCE_CONNECT: ServiceTable = {
  services: ['ec2-instance-connect'],
  target: 'instanceId|instanceConnectEndpointId',
  looks: 'Discovery/T1580',
  calls: {
    SendSSHPublicKey: ['use', 3, [CONNECT, 'Persistence/T1098.004']],
    SendSerialConsoleSSHPublicKey: ['use', 3, [CONNECT, 'Persistence/T1098.004']],
    OpenTunnel: ['use', 3, CONNECT],
  },
};

const SSM: ServiceTable = {
  services: ['ssm', 'ssmmessages', 'ssm-guiconnect'],
  target: 'name|names|path|target|instanceIds|documentName|parameterFilters.values|instanceId',
  looks: 'Discovery/T1580',
  calls: {
    GetParameter: ['read', 2, 'Credential Access/T1555.006'],
    GetParameters: ['read', 3, 'Credential Access/T1555.006'],
    GetParametersByPath: ['read', 3, 'Credential Access/T1555.006'],
    GetParameterHistory: ['read', 3, 'Credential Access/T1555.006'],
    PutParameter: ['change', 2, 'Impact/T1565.001'],
    DeleteParameter: ['delete', 2, 'Impact/T1485'],
    DeleteParameters: ['delete', 2, 'Impact/T1485'],
    SendCommand: ['use', 3, ADMIN, 'instanceIds|targets.values|documentName'],
    StartSession: ['use', 3, [CONNECT, ADMIN]],
    ResumeSession: ['use', 3, CONNECT, 'sessionId'],
    TerminateSession: ['change', 1, null, 'sessionId'],
    GetCommandInvocation: ['read', 1, ADMIN, 'instanceId'],
    CreateAssociation: ['create', 3, TRIGGER],
    UpdateAssociation: ['change', 2, TRIGGER, 'associationId'],
    CreateDocument: ['create', 3, ADMIN],
    UpdateDocument: ['change', 3, ADMIN],
    ModifyDocumentPermission: ['share', 3, TRANSFER],
    CreateActivation: ['create', 3, 'Persistence/T1098.001', 'out:activationId|iamRole'],
    RegisterTaskWithMaintenanceWindow: ['create', 3, TRIGGER, 'windowId'],
    GetInventory: ['look', 1, 'Discovery/T1518'],
    ListInventoryEntries: ['look', 1, 'Discovery/T1518'],
    UpdateServiceSetting: ['change', 2, 'Defense Impairment/T1685', 'settingId'],
  },
};

const LAMBDA: ServiceTable = {
  services: ['lambda'],
  target: 'functionName|layerName|uUID',
  looks: 'Discovery/T1580',
  calls: {
    Invoke: ['use', 2, SERVERLESS],
    InvokeAsync: ['use', 2, SERVERLESS],
    GetFunction: ['read', 2, 'Credential Access/T1552.001'],
    GetFunctionConfiguration: ['read', 2, 'Credential Access/T1552.001'],
    CreateFunction: ['create', 3, [SERVERLESS, TRIGGER]],
    UpdateFunctionCode: ['change', 3, [TRIGGER, SERVERLESS]],
    UpdateFunctionConfiguration: ['change', 3, [TRIGGER, SERVERLESS]],
    PublishLayerVersion: ['create', 2, TRIGGER],
    AddLayerVersionPermission: ['share', 2, TRANSFER],
    AddPermission: ['share', 3, TRIGGER],
    CreateFunctionUrlConfig: ['create', 3, TRIGGER],
    CreateEventSourceMapping: ['create', 3, TRIGGER],
    DeleteFunction: ['delete', 2, 'Impact/T1485'],
    DeleteFunctionConcurrency: ['change', 1, null],
    PutFunctionConcurrency: ['change', 2, 'Impact/T1489'],
  },
};

const ECS: ServiceTable = {
  services: ['ecs'],
  target: 'service|serviceName|taskDefinition|family|cluster|clusterName|task',
  looks: 'Discovery/T1613',
  calls: {
    RegisterTaskDefinition: ['create', 3, 'Persistence/T1525'],
    CreateCluster: ['create', 2, MINE],
    CreateService: ['create', 3, ['Execution/T1610', MINE]],
    UpdateService: ['change', 3, ['Execution/T1610', MINE]],
    RunTask: ['use', 3, ['Execution/T1610', MINE]],
    StartTask: ['use', 3, ['Execution/T1610', MINE]],
    ExecuteCommand: ['use', 3, 'Execution/T1609'],
    DescribeTaskDefinition: ['read', 1, 'Credential Access/T1552.001'],
    DeleteCluster: ['delete', 3, 'Impact/T1485'],
    DeleteService: ['delete', 3, 'Impact/T1489'],
  },
};

const ECR: ServiceTable = {
  services: ['ecr', 'ecr-public'],
  target: 'repositoryName',
  looks: 'Discovery/T1613',
  calls: {
    GetAuthorizationToken: ['use', 1, 'Credential Access/T1528', 'registryIds'],
    BatchGetImage: ['read', 2, 'Collection/T1213.003'],
    GetDownloadUrlForLayer: ['read', 2, 'Collection/T1213.003'],
    PutImage: ['change', 3, 'Persistence/T1525'],
    SetRepositoryPolicy: ['share', 3, TRANSFER],
    PutReplicationConfiguration: ['share', 3, TRANSFER],
    BatchDeleteImage: ['delete', 3, 'Impact/T1485'],
    DeleteRepository: ['delete', 3, 'Impact/T1485'],
  },
};

const EKS: ServiceTable = {
  services: ['eks', 'eks-auth'],
  target: 'clusterName|name|principalArn',
  looks: 'Discovery/T1613',
  calls: {
    CreateAccessEntry: ['create', 3, 'Persistence/T1098.006'],
    AssociateAccessPolicy: ['change', 3, 'Persistence/T1098.006'],
    CreatePodIdentityAssociation: ['create', 3, 'Persistence/T1098.006'],
    AssociateIdentityProviderConfig: ['change', 3, 'Privilege Escalation/T1484.002'],
    UpdateClusterConfig: ['change', 3, LOGS],
    DeleteCluster: ['delete', 3, 'Impact/T1485'],
  },
};

const DEPLOYMENT: ServiceTable = {
  services: [
    'cloudformation',
    'codebuild',
    'codepipeline',
    'codecommit',
    'states',
    'batch',
    'autoscaling',
    'apprunner',
    'amplify',
    'lightsail',
    'cloud9',
    'workspaces',
    'elasticmapreduce',
    'sagemaker',
    'datapipeline',
    'apigateway',
    'scheduler',
    'cloudshell',
  ],
  target:
    'stackName|stackSetName|projectName|name|notebookInstanceName|autoScalingGroupName|jobName|apiId|repositoryName|jobDefinitionName|stateMachineArn|environmentId|instanceName|restApiId|environmentName',
  looks: 'Discovery/T1526',
  calls: {
    CreateStack: ['create', 3, GRANT],
    UpdateStack: ['change', 3, GRANT],
    CreateStackSet: ['create', 3, GRANT],
    CreateStackInstances: ['create', 3, GRANT],
    ActivateType: ['change', 3, TRIGGER, 'typeName'],
    RegisterType: ['create', 3, TRIGGER, 'typeName'],
    DeleteStack: ['delete', 3, 'Impact/T1485'],
    CreateProject: ['create', 3, SERVERLESS],
    UpdateProject: ['change', 3, SERVERLESS],
    StartBuild: ['use', 2, SERVERLESS],
    CreateWebhook: ['create', 3, TRIGGER],
    ImportSourceCredentials: ['create', 3, 'Persistence/T1098.001', 'serverType'],
    GitPull: ['read', 2, 'Collection/T1213.003'],
    CreateStateMachine: ['create', 3, TRIGGER],
    UpdateStateMachine: ['change', 3, TRIGGER],
    CreateSchedule: ['create', 3, TRIGGER],
    CreateAutoScalingGroup: ['create', 3, MINE],
    UpdateAutoScalingGroup: ['change', 3, MINE],
    CreateLaunchConfiguration: ['create', 2, MINE, 'launchConfigurationName'],
    SubmitJob: ['use', 3, MINE],
    RegisterJobDefinition: ['create', 2, MINE],
    CreateComputeEnvironment: ['create', 3, MINE, 'computeEnvironmentName'],
    RunJobFlow: ['create', 3, MINE],
    CreateNotebookInstance: ['create', 3, MINE],
    CreatePresignedNotebookInstanceUrl: ['use', 3, 'Lateral Movement/T1021.007'],
    CreateNotebookInstanceLifecycleConfig: ['create', 3, TRIGGER, 'notebookInstanceLifecycleConfigName'],
    UpdateNotebookInstanceLifecycleConfig: ['change', 3, TRIGGER, 'notebookInstanceLifecycleConfigName'],
    CreateTrainingJob: ['create', 3, MINE, 'trainingJobName'],
    CreateApp: ['create', 2, MINE],
    CreateInstances: ['create', 3, MINE, 'instanceNames'],
    CreateEnvironmentEC2: ['create', 3, MINE],
    CreateWorkspaces: ['create', 3, MINE, 'workspaces.userName'],
    CreateApi: ['create', 3, TRIGGER],
    CreateIntegration: ['create', 2, TRIGGER],
    CreateRoute: ['create', 2, TRIGGER],
    CreateStage: ['create', 2, TRIGGER],
    CreateRestApi: ['create', 3, TRIGGER],
    CreateApiKey: ['create', 2, 'Persistence/T1098.001'],
    GetApiKeys: ['read', 2, 'Credential Access/T1552'],
    GetApiKey: ['read', 2, 'Credential Access/T1552', 'apiKey'],
    CreateEnvironment: ['use', 1, 'Execution/T1059.009'],
    CreateSession: ['use', 1, 'Execution/T1059.009'],
    GetFileDownloadUrls: ['read', 3, 'Exfiltration/T1567'],
  },
};

export const COMPUTE: readonly ServiceTable[] = [
  EC2,
  INSTANCE_CONNECT,
  SSM,
  LAMBDA,
  ECS,
  ECR,
  EKS,
  DEPLOYMENT,
];
