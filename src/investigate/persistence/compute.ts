/** X1 to X16: what an intruder leaves in machines, functions, containers and pipelines. */
import type { Mechanism, Plant } from './table.ts';
import { reachesFrom } from './trust.ts';

const FUNCTION_GONE = 'lambda:DeleteFunction functionName';

/** A thing with a name that one call makes and another deletes. */
function made(call: string, parameter: string, undo: string, what: string, path = parameter): Plant {
  return {
    calls: [call],
    target: { [parameter]: path },
    undo: [undo],
    gone: [`${undo} ${parameter}`],
    says: `${what} {${parameter}} was created.`,
  };
}

export const COMPUTE_MECHANISMS: readonly Mechanism[] = [
  {
    id: 'X1',
    title: 'Lambda function, and what fronts it',
    plants: [
      {
        calls: ['lambda:CreateFunction'],
        target: { functionName: 'functionName' },
        undo: ['lambda:DeleteFunctionUrlConfig', 'lambda:RemovePermission', 'lambda:DeleteFunction'],
        gone: [FUNCTION_GONE],
        says: 'Function {functionName} was created.',
      },
      {
        calls: ['lambda:CreateFunctionUrlConfig', 'lambda:UpdateFunctionUrlConfig'],
        target: { functionName: 'functionName' },
        undo: ['lambda:DeleteFunctionUrlConfig'],
        gone: ['lambda:DeleteFunctionUrlConfig functionName', FUNCTION_GONE],
        says: 'Function {functionName} can be called by a URL.',
      },
      made('apigateway:CreateApi', 'apiId', 'apigateway:DeleteApi', 'API', 'out:apiId'),
      made('apigateway:CreateRestApi', 'restApiId', 'apigateway:DeleteRestApi', 'API', 'out:id'),
    ],
  },
  {
    id: 'X2',
    title: 'Changed code, layers or settings of a function',
    plants: [
      {
        calls: ['lambda:UpdateFunctionCode'],
        target: { functionName: 'functionName' },
        undo: ['lambda:UpdateFunctionCode'],
        gone: [FUNCTION_GONE],
        says: 'The code of function {functionName} was replaced.',
      },
      {
        calls: ['lambda:UpdateFunctionConfiguration'],
        target: { functionName: 'functionName' },
        undo: ['lambda:UpdateFunctionConfiguration'],
        gone: [FUNCTION_GONE],
        says: 'Settings of function {functionName} were changed: layers, handler, role or environment.',
      },
      {
        calls: ['lambda:PublishLayerVersion'],
        target: { layerName: 'layerName', versionNumber: 'out:version' },
        undo: ['lambda:DeleteLayerVersion'],
        gone: ['lambda:DeleteLayerVersion layerName versionNumber'],
        says: 'Version {versionNumber} of layer {layerName} was published.',
      },
      {
        calls: ['lambda:AddLayerVersionPermission'],
        target: { layerName: 'layerName', versionNumber: 'versionNumber', statementId: 'statementId' },
        undo: ['lambda:RemoveLayerVersionPermission'],
        gone: ['lambda:RemoveLayerVersionPermission layerName statementId'],
        says: 'Others may use version {versionNumber} of layer {layerName}.',
      },
    ],
  },
  {
    id: 'X3',
    title: 'Hijacked runtime of a function',
    plants: [],
    unseen:
      'Leaves no event. A change of settings (lambda:UpdateFunctionConfiguration) starts new environments.',
  },
  {
    id: 'X4',
    title: 'Function that others may call',
    plants: [
      {
        calls: ['lambda:AddPermission'],
        target: { functionName: 'functionName', statementId: 'statementId' },
        undo: ['lambda:RemovePermission'],
        gone: ['lambda:RemovePermission functionName statementId', FUNCTION_GONE],
        says: 'Statement {statementId} lets others call function {functionName}.',
      },
    ],
  },
  {
    id: 'X5',
    title: 'Trigger: rule, schedule, mapping, notification, subscription',
    plants: [
      {
        calls: ['events:PutRule'],
        target: { name: 'name', eventBusName: 'eventBusName|=default' },
        undo: ['events:RemoveTargets', 'events:DeleteRule'],
        gone: ['events:DeleteRule name', 'events:DisableRule name'],
        says: 'Rule {name} was put on event bus {eventBusName}.',
      },
      {
        calls: ['events:PutTargets'],
        target: { rule: 'rule', ids: 'targets.id' },
        undo: ['events:RemoveTargets'],
        gone: ['events:RemoveTargets rule ids', 'events:DeleteRule rule=name'],
        says: 'Target {ids} was added to rule {rule}.',
      },
      {
        calls: ['events:PutPermission'],
        target: { statementId: 'statementId', eventBusName: 'eventBusName|=default' },
        undo: ['events:RemovePermission'],
        gone: ['events:RemovePermission statementId'],
        says: 'Others may put events on bus {eventBusName}.',
      },
      made('scheduler:CreateSchedule', 'name', 'scheduler:DeleteSchedule', 'Schedule'),
      {
        calls: ['lambda:CreateEventSourceMapping'],
        target: { uUID: 'out:uUID', functionName: 'functionName' },
        identity: ['uUID'],
        undo: ['lambda:DeleteEventSourceMapping'],
        gone: ['lambda:DeleteEventSourceMapping uUID', FUNCTION_GONE],
        says: 'Function {functionName} is called by the events of a source.',
      },
      {
        calls: ['s3:PutBucketNotification'],
        target: { bucket: 'bucketName' },
        undo: ['s3:PutBucketNotification'],
        gone: ['s3:DeleteBucket bucket=bucketName'],
        says: 'What happens when objects change in bucket {bucket} was set.',
      },
      {
        calls: ['sns:Subscribe'],
        target: { subscriptionArn: 'out:subscriptionArn', topicArn: 'topicArn' },
        undo: ['sns:Unsubscribe'],
        gone: ['sns:Unsubscribe subscriptionArn', 'sns:DeleteTopic topicArn'],
        says: 'A subscription to topic {topicArn} was made.',
      },
      {
        calls: ['logs:PutSubscriptionFilter'],
        target: { logGroupName: 'logGroupName', filterName: 'filterName' },
        undo: ['logs:DeleteSubscriptionFilter'],
        gone: ['logs:DeleteSubscriptionFilter logGroupName filterName', 'logs:DeleteLogGroup logGroupName'],
        says: 'Log group {logGroupName} is forwarded by filter {filterName}.',
      },
    ],
  },
  {
    id: 'X6',
    title: 'Instance, user data, launch template or image',
    plants: [
      {
        calls: ['ec2:ModifyInstanceAttribute'],
        where: ({ event }) => hasMember(event.record['requestParameters'], 'userData'),
        target: { instanceId: 'instanceId', attribute: '=userData' },
        undo: ['ec2:ModifyInstanceAttribute'],
        gone: ['ec2:TerminateInstances instanceId=instancesSet.instanceId'],
        says: 'User data of instance {instanceId} were changed; they run when it starts.',
      },
      {
        calls: ['ec2:ModifyInstanceAttribute'],
        when: { 'disableApiTermination.value|disableApiTermination': /^true$/ },
        target: { instanceId: 'instanceId', attribute: '=disableApiTermination' },
        undo: ['ec2:ModifyInstanceAttribute'],
        gone: ['ec2:TerminateInstances instanceId=instancesSet.instanceId'],
        says: 'Instance {instanceId} was protected from termination.',
      },
      {
        calls: ['ec2:RunInstances'],
        target: { instanceId: 'out:instancesSet.instanceId' },
        undo: ['ec2:TerminateInstances'],
        gone: ['ec2:TerminateInstances instanceId=instancesSet.instanceId'],
        says: 'Instance {instanceId} was launched.',
      },
      {
        calls: ['ec2:CreateLaunchTemplate'],
        target: { launchTemplateId: 'out:launchTemplate.launchTemplateId' },
        undo: ['ec2:DeleteLaunchTemplate'],
        gone: ['ec2:DeleteLaunchTemplate launchTemplateId'],
        says: 'Launch template {launchTemplateId} was created.',
      },
      {
        calls: ['ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'],
        target: {
          launchTemplateId: 'launchTemplateId|out:launchTemplateVersion.launchTemplateId',
          launchTemplateVersion:
            'out:launchTemplateVersion.versionNumber|setDefaultVersion|defaultVersion|=latest',
        },
        undo: ['ec2:ModifyLaunchTemplate', 'ec2:DeleteLaunchTemplateVersions'],
        gone: ['ec2:DeleteLaunchTemplate launchTemplateId'],
        says: 'Version {launchTemplateVersion} of launch template {launchTemplateId} was made or made the default.',
      },
      made('ec2:CreateImage', 'imageId', 'ec2:DeregisterImage', 'Image', 'out:imageId'),
      made('ec2:RegisterImage', 'imageId', 'ec2:DeregisterImage', 'Image', 'out:imageId'),
    ],
  },
  {
    id: 'X7',
    title: 'Instance profile',
    plants: [
      {
        calls: ['ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation'],
        target: { associationId: 'out:iamInstanceProfileAssociation.associationId|associationId' },
        undo: ['ec2:DisassociateIamInstanceProfile'],
        gone: ['ec2:DisassociateIamInstanceProfile associationId'],
        says: 'An instance got another role ({associationId}).',
      },
      {
        calls: ['iam:AddRoleToInstanceProfile'],
        target: { instanceProfileName: 'instanceProfileName', roleName: 'roleName' },
        undo: ['iam:RemoveRoleFromInstanceProfile'],
        gone: [
          'iam:RemoveRoleFromInstanceProfile instanceProfileName roleName',
          'iam:DeleteInstanceProfile instanceProfileName',
        ],
        says: 'Role {roleName} was put into instance profile {instanceProfileName}.',
      },
      made(
        'iam:CreateInstanceProfile',
        'instanceProfileName',
        'iam:DeleteInstanceProfile',
        'Instance profile',
      ),
    ],
  },
  {
    id: 'X8',
    title: 'Key pair, serial console, way in to instances',
    plants: [
      {
        calls: ['ec2:CreateKeyPair', 'ec2:ImportKeyPair'],
        target: { keyName: 'keyName' },
        undo: ['ec2:DeleteKeyPair'],
        gone: ['ec2:DeleteKeyPair keyName'],
        says: 'Key pair {keyName} was created or imported.',
      },
      {
        calls: ['ec2:EnableSerialConsoleAccess'],
        target: {},
        undo: ['ec2:DisableSerialConsoleAccess'],
        gone: ['ec2:DisableSerialConsoleAccess'],
        says: 'Access to the serial console of instances was switched on for the region.',
      },
      {
        calls: [
          'ec2-instance-connect:SendSSHPublicKey',
          'ec2-instance-connect:SendSerialConsoleSSHPublicKey',
        ],
        target: { instanceId: 'instanceId' },
        undo: ['ec2:TerminateInstances'],
        gone: ['ec2:TerminateInstances instanceId=instancesSet.instanceId'],
        says: 'An SSH key was pushed to instance {instanceId}; what was done on it then is not in CloudTrail.',
      },
      made(
        'ec2:CreateInstanceConnectEndpoint',
        'instanceConnectEndpointId',
        'ec2:DeleteInstanceConnectEndpoint',
        'Instance Connect endpoint',
        'out:instanceConnectEndpoint.instanceConnectEndpointId',
      ),
    ],
  },
  {
    id: 'X9',
    title: 'Opened network',
    plants: [
      {
        calls: ['ec2:AuthorizeSecurityGroupIngress'],
        target: {
          groupId: 'groupId|groupName',
          securityGroupRuleId: 'out:securityGroupRuleSet.securityGroupRuleId',
        },
        undo: ['ec2:RevokeSecurityGroupIngress'],
        gone: [
          'ec2:RevokeSecurityGroupIngress groupId=groupId|groupName',
          'ec2:DeleteSecurityGroup groupId=groupId|groupName',
        ],
        says: 'Rule {securityGroupRuleId} opens security group {groupId}.',
        also: reachesFrom,
      },
      {
        calls: ['ec2:CreateSecurityGroup'],
        target: { groupId: 'out:groupId' },
        undo: ['ec2:DeleteSecurityGroup'],
        gone: ['ec2:DeleteSecurityGroup groupId'],
        says: 'Security group {groupId} was created.',
      },
      {
        calls: ['ec2:CreateNetworkAclEntry', 'ec2:ReplaceNetworkAclEntry'],
        target: { networkAclId: 'networkAclId', ruleNumber: 'ruleNumber', egress: 'egress|=false' },
        undo: ['ec2:DeleteNetworkAclEntry'],
        gone: ['ec2:DeleteNetworkAclEntry networkAclId ruleNumber', 'ec2:DeleteNetworkAcl networkAclId'],
        says: 'Entry {ruleNumber} of network ACL {networkAclId} was set.',
      },
      {
        calls: ['ec2:CreateRoute', 'ec2:ReplaceRoute'],
        target: {
          routeTableId: 'routeTableId',
          destinationCidrBlock: 'destinationCidrBlock|destinationIpv6CidrBlock',
        },
        undo: ['ec2:DeleteRoute'],
        gone: ['ec2:DeleteRoute routeTableId destinationCidrBlock', 'ec2:DeleteRouteTable routeTableId'],
        says: 'A route to {destinationCidrBlock} was set in table {routeTableId}.',
      },
      made(
        'ec2:CreateVpcPeeringConnection',
        'vpcPeeringConnectionId',
        'ec2:DeleteVpcPeeringConnection',
        'Peering connection',
        'out:vpcPeeringConnection.vpcPeeringConnectionId',
      ),
      {
        calls: ['ec2:ModifyVpcEndpointServicePermissions'],
        target: { serviceId: 'serviceId' },
        undo: ['ec2:ModifyVpcEndpointServicePermissions'],
        gone: [],
        says: 'Who may connect to endpoint service {serviceId} was changed.',
      },
      made(
        'ec2:CreateTrafficMirrorSession',
        'trafficMirrorSessionId',
        'ec2:DeleteTrafficMirrorSession',
        'Traffic mirror session',
        'out:trafficMirrorSession.trafficMirrorSessionId',
      ),
    ],
  },
  {
    id: 'X10',
    title: 'Systems Manager association, document, activation or task',
    plants: [
      made(
        'ssm:CreateAssociation',
        'associationId',
        'ssm:DeleteAssociation',
        'Association',
        'out:associationDescription.associationId',
      ),
      made('ssm:CreateDocument', 'name', 'ssm:DeleteDocument', 'Document'),
      {
        calls: ['ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion'],
        target: { name: 'name' },
        undo: ['ssm:UpdateDocumentDefaultVersion'],
        gone: ['ssm:DeleteDocument name'],
        says: 'Document {name} was changed.',
      },
      {
        calls: ['ssm:ModifyDocumentPermission'],
        when: { accountIdsToAdd: /./ },
        target: { name: 'name', permissionType: '=Share', accountIdsToRemove: 'accountIdsToAdd' },
        undo: ['ssm:ModifyDocumentPermission'],
        gone: ['ssm:ModifyDocumentPermission name accountIdsToRemove', 'ssm:DeleteDocument name'],
        says: 'Document {name} was shared with {accountIdsToRemove}.',
      },
      {
        calls: ['ssm:CreateActivation'],
        target: { activationId: 'out:activationId' },
        undo: ['ssm:DeleteActivation', 'ssm:DeregisterManagedInstance'],
        gone: ['ssm:DeleteActivation activationId'],
        says: 'Activation {activationId} lets machines outside AWS act with a role.',
      },
      {
        calls: ['ssm:RegisterTaskWithMaintenanceWindow'],
        target: { windowId: 'windowId', windowTaskId: 'out:windowTaskId' },
        undo: ['ssm:DeregisterTaskFromMaintenanceWindow'],
        gone: [
          'ssm:DeregisterTaskFromMaintenanceWindow windowId windowTaskId',
          'ssm:DeleteMaintenanceWindow windowId',
        ],
        says: 'Task {windowTaskId} was put into maintenance window {windowId}.',
      },
    ],
  },
  {
    id: 'X11',
    title: 'ECS task definition or service, ECR image or policy',
    plants: [
      made(
        'ecs:RegisterTaskDefinition',
        'taskDefinition',
        'ecs:DeregisterTaskDefinition',
        'Task definition',
        'out:taskDefinition.taskDefinitionArn|family',
      ),
      {
        calls: ['ecs:CreateService', 'ecs:UpdateService'],
        target: { cluster: 'cluster|=default', service: 'serviceName|service' },
        undo: ['ecs:UpdateService', 'ecs:DeleteService'],
        gone: ['ecs:DeleteService service', 'ecs:DeleteCluster cluster'],
        says: 'Service {service} of cluster {cluster} was created or changed.',
      },
      made('ecs:CreateCluster', 'cluster', 'ecs:DeleteCluster', 'Cluster', 'clusterName|=default'),
      {
        calls: ['ecr:PutImage'],
        target: { repositoryName: 'repositoryName', imageDigest: 'out:image.imageId.imageDigest' },
        undo: ['ecr:BatchDeleteImage'],
        gone: [
          'ecr:BatchDeleteImage repositoryName imageDigest=imageIds.imageDigest',
          'ecr:DeleteRepository repositoryName',
        ],
        says: 'Image {imageDigest} was pushed to repository {repositoryName}.',
      },
      {
        calls: ['ecr:SetRepositoryPolicy'],
        target: { repositoryName: 'repositoryName' },
        undo: ['ecr:SetRepositoryPolicy', 'ecr:DeleteRepositoryPolicy'],
        gone: ['ecr:DeleteRepositoryPolicy repositoryName', 'ecr:DeleteRepository repositoryName'],
        says: 'Who may use repository {repositoryName} was changed.',
      },
      {
        calls: ['ecr:PutReplicationConfiguration'],
        target: { registryId: 'event:recipientAccountId' },
        undo: ['ecr:PutReplicationConfiguration'],
        gone: [],
        says: 'Where images of registry {registryId} are copied to was changed.',
      },
    ],
  },
  {
    id: 'X12',
    title: 'CodeBuild project, webhook or source credentials',
    plants: [
      made('codebuild:CreateProject', 'name', 'codebuild:DeleteProject', 'Build project'),
      {
        calls: ['codebuild:UpdateProject'],
        target: { name: 'name' },
        undo: ['codebuild:UpdateProject'],
        gone: ['codebuild:DeleteProject name'],
        says: 'Build project {name} was changed.',
      },
      {
        calls: ['codebuild:CreateWebhook'],
        target: { projectName: 'projectName' },
        undo: ['codebuild:DeleteWebhook'],
        gone: ['codebuild:DeleteWebhook projectName', 'codebuild:DeleteProject projectName=name'],
        says: 'A webhook of project {projectName} was created.',
      },
      {
        calls: ['codebuild:ImportSourceCredentials'],
        target: { arn: 'out:arn' },
        undo: ['codebuild:DeleteSourceCredentials'],
        gone: ['codebuild:DeleteSourceCredentials arn'],
        says: 'Source credentials {arn} were imported.',
      },
    ],
  },
  {
    id: 'X13',
    title: 'CloudFormation stack, stack set or type',
    plants: [
      {
        calls: ['cloudformation:CreateStack', 'cloudformation:UpdateStack'],
        target: { stackName: 'stackName' },
        undo: ['cloudformation:DeleteStack'],
        gone: ['cloudformation:DeleteStack stackName'],
        says: 'Stack {stackName} was created or changed; what it made belongs to it.',
      },
      {
        calls: ['cloudformation:CreateStackSet'],
        target: { stackSetName: 'stackSetName' },
        undo: ['cloudformation:DeleteStackInstances', 'cloudformation:DeleteStackSet'],
        gone: ['cloudformation:DeleteStackSet stackSetName'],
        says: 'Stack set {stackSetName} was created.',
      },
      {
        calls: ['cloudformation:ActivateType', 'cloudformation:RegisterType'],
        target: { type: 'type|=RESOURCE', typeName: 'typeName|typeNameAlias|publicTypeArn' },
        undo: ['cloudformation:DeactivateType', 'cloudformation:DeregisterType'],
        gone: ['cloudformation:DeactivateType typeName', 'cloudformation:DeregisterType typeName'],
        says: 'Type {typeName} was activated or registered.',
      },
    ],
  },
  {
    id: 'X14',
    title: 'Other places that run code',
    plants: [
      made('glue:CreateDevEndpoint', 'endpointName', 'glue:DeleteDevEndpoint', 'Glue development endpoint'),
      made('glue:CreateJob', 'jobName', 'glue:DeleteJob', 'Glue job', 'name'),
      made(
        'sagemaker:CreateNotebookInstance',
        'notebookInstanceName',
        'sagemaker:DeleteNotebookInstance',
        'Notebook instance',
      ),
      {
        calls: [
          'sagemaker:CreateNotebookInstanceLifecycleConfig',
          'sagemaker:UpdateNotebookInstanceLifecycleConfig',
        ],
        target: { notebookInstanceLifecycleConfigName: 'notebookInstanceLifecycleConfigName' },
        undo: ['sagemaker:DeleteNotebookInstanceLifecycleConfig'],
        gone: ['sagemaker:DeleteNotebookInstanceLifecycleConfig notebookInstanceLifecycleConfigName'],
        says: 'Start script {notebookInstanceLifecycleConfigName} of notebooks was created or changed.',
      },
      made(
        'autoscaling:CreateAutoScalingGroup',
        'autoScalingGroupName',
        'autoscaling:DeleteAutoScalingGroup',
        'Auto Scaling group',
      ),
      made(
        'elasticmapreduce:RunJobFlow',
        'jobFlowIds',
        'elasticmapreduce:TerminateJobFlows',
        'EMR cluster',
        'out:jobFlowId',
      ),
      made(
        'batch:CreateComputeEnvironment',
        'computeEnvironment',
        'batch:DeleteComputeEnvironment',
        'Batch environment',
        'computeEnvironmentName',
      ),
      made(
        'batch:RegisterJobDefinition',
        'jobDefinition',
        'batch:DeregisterJobDefinition',
        'Batch job',
        'out:jobDefinitionArn|jobDefinitionName',
      ),
      made(
        'states:CreateStateMachine',
        'stateMachineArn',
        'states:DeleteStateMachine',
        'State machine',
        'out:stateMachineArn',
      ),
      made(
        'apprunner:CreateService',
        'serviceArn',
        'apprunner:DeleteService',
        'App Runner service',
        'out:service.serviceArn',
      ),
      made('amplify:CreateApp', 'appId', 'amplify:DeleteApp', 'Amplify app', 'out:app.appId'),
      made(
        'lightsail:CreateInstances',
        'instanceName',
        'lightsail:DeleteInstance',
        'Lightsail instance',
        'instanceNames',
      ),
      made(
        'cloud9:CreateEnvironmentEC2',
        'environmentId',
        'cloud9:DeleteEnvironment',
        'Cloud9 environment',
        'out:environmentId',
      ),
      made(
        'workspaces:CreateWorkspaces',
        'workspaceId',
        'workspaces:TerminateWorkspaces',
        'Workspace',
        'out:pendingRequests.workspaceId',
      ),
    ],
  },
  {
    id: 'X15',
    title: 'EKS access',
    plants: [
      {
        calls: ['eks:CreateAccessEntry'],
        target: { clusterName: 'name|clusterName', principalArn: 'principalArn' },
        undo: ['eks:DeleteAccessEntry'],
        gone: ['eks:DeleteAccessEntry clusterName=name|clusterName principalArn'],
        says: 'Principal {principalArn} was given access to cluster {clusterName}.',
      },
      {
        calls: ['eks:AssociateAccessPolicy'],
        target: {
          clusterName: 'name|clusterName',
          principalArn: 'principalArn',
          policyArn: 'policyArn',
        },
        undo: ['eks:DisassociateAccessPolicy'],
        gone: [
          'eks:DisassociateAccessPolicy clusterName=name|clusterName principalArn policyArn',
          'eks:DeleteAccessEntry clusterName=name|clusterName principalArn',
        ],
        says: 'Principal {principalArn} got policy {policyArn} in cluster {clusterName}.',
      },
      {
        calls: ['eks:CreatePodIdentityAssociation'],
        target: {
          clusterName: 'name|clusterName',
          associationId: 'out:association.associationId',
        },
        undo: ['eks:DeletePodIdentityAssociation'],
        gone: ['eks:DeletePodIdentityAssociation associationId'],
        says: 'Pods of cluster {clusterName} got a role by association {associationId}.',
      },
      {
        calls: ['eks:AssociateIdentityProviderConfig'],
        target: { clusterName: 'name|clusterName' },
        undo: ['eks:DisassociateIdentityProviderConfig'],
        gone: ['eks:DisassociateIdentityProviderConfig clusterName=name|clusterName'],
        says: 'Cluster {clusterName} trusts another identity provider.',
      },
    ],
    unseen: 'Changes of the aws-auth map stand in the audit log of Kubernetes only.',
  },
  {
    id: 'X16',
    title: 'Bedrock: access to models, agents, guardrails, logging',
    plants: [
      {
        calls: ['bedrock:CreateFoundationModelAgreement', 'bedrock:PutFoundationModelEntitlement'],
        target: { modelId: 'modelId' },
        undo: ['bedrock:DeleteFoundationModelAgreement'],
        gone: ['bedrock:DeleteFoundationModelAgreement modelId'],
        says: 'Access to model {modelId} was obtained.',
      },
      {
        calls: ['bedrock:PutUseCaseForModelAccess'],
        target: {},
        undo: ['bedrock:DeleteFoundationModelAgreement'],
        gone: [],
        says: 'A use case for access to models was filed in the name of the account.',
      },
      {
        calls: [
          'bedrock:DeleteModelInvocationLoggingConfiguration',
          'bedrock:PutModelInvocationLoggingConfiguration',
        ],
        target: {},
        undo: ['bedrock:PutModelInvocationLoggingConfiguration'],
        gone: [],
        says: 'Logging of model invocations in the region was removed or changed.',
      },
      {
        calls: ['bedrock:DeleteGuardrail', 'bedrock:UpdateGuardrail'],
        target: { guardrailIdentifier: 'guardrailIdentifier' },
        undo: ['bedrock:CreateGuardrail', 'bedrock:UpdateGuardrail'],
        gone: [],
        says: 'Guardrail {guardrailIdentifier} was removed or changed.',
      },
      made('bedrock:CreateAgent', 'agentId', 'bedrock:DeleteAgent', 'Agent', 'out:agent.agentId'),
    ],
  },
];

function hasMember(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && name in value;
}
