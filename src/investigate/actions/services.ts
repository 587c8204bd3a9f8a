/** Calls to mail, messages, models, names and purchases: what intruders resell. */
import type { Mapping } from '../attack-matrix.ts';
import type { Row, ServiceTable } from './table.ts';

const MAIL: Mapping = 'Impact/T1496.004';
const SMS: Mapping = 'Impact/T1496.003';
const MODELS: Mapping = 'Impact/T1496.004';
const TRANSFER: Mapping = 'Exfiltration/T1537';
const LOGS: Mapping = 'Defense Impairment/T1685.002';

const SEND: Row = ['use', 3, MAIL];
const IDENTITY: Row = ['create', 3, MAIL];
const INVOKE: Row = ['use', 3, MODELS];

const SES: ServiceTable = {
  services: ['ses', 'email', 'workmail', 'pinpoint', 'mobiletargeting'],
  target:
    'emailIdentity|emailAddress|identity|domain|source|fromEmailAddress|ruleSetName|policyName|alias|configurationSetName',
  looks: 'Discovery/T1526',
  calls: {
    SendEmail: SEND,
    SendRawEmail: SEND,
    SendBulkEmail: SEND,
    SendTemplatedEmail: SEND,
    CreateEmailIdentity: IDENTITY,
    VerifyEmailIdentity: IDENTITY,
    VerifyDomainIdentity: IDENTITY,
    VerifyDomainDkim: IDENTITY,
    PutIdentityPolicy: ['share', 3, MAIL],
    CreateEmailIdentityPolicy: ['share', 3, MAIL],
    CreateReceiptRule: ['create', 3, MAIL],
    CreateReceiptRuleSet: ['create', 2, MAIL],
    SetActiveReceiptRuleSet: ['change', 3, MAIL],
    PutAccountDetails: ['change', 3, MAIL],
    PutAccountSendingAttributes: ['change', 2, MAIL],
    UpdateAccountSendingEnabled: ['change', 3, MAIL],
    DeleteIdentity: ['delete', 2, 'Impact/T1485'],
    DeleteEmailIdentity: ['delete', 2, 'Impact/T1485'],
    CreateOrganization: ['create', 3, MAIL],
    SetIdentityFeedbackForwardingEnabled: ['change', 2, 'Defense Impairment/T1685'],
  },
};

const MESSAGES: ServiceTable = {
  services: ['sns', 'sqs', 'sms-voice'],
  target: 'topicArn|queueUrl|queueName|name|phoneNumber|targetArn',
  looks: 'Discovery/T1526',
  calls: {
    Publish: ['use', 2, SMS],
    SendTextMessage: ['use', 3, SMS],
    SetSMSAttributes: ['change', 3, SMS],
    CreateTopic: ['create', 1, null],
    Subscribe: ['create', 3, 'Exfiltration/T1567'],
    SetTopicAttributes: ['share', 2, TRANSFER],
    AddPermission: ['share', 3, TRANSFER],
    SetQueueAttributes: ['share', 2, TRANSFER],
    PurgeQueue: ['delete', 3, 'Impact/T1485'],
    DeleteQueue: ['delete', 2, 'Impact/T1485'],
    DeleteTopic: ['delete', 2, 'Impact/T1485'],
    ReceiveMessage: ['read', 1, null],
  },
};

const BEDROCK: ServiceTable = {
  services: ['bedrock', 'bedrock-runtime', 'bedrock-agent', 'bedrock-agentcore', 'bedrock-mantle'],
  target: 'modelId|agentName|agentId|guardrailIdentifier|name',
  looks: 'Discovery/T1526',
  calls: {
    InvokeModel: INVOKE,
    InvokeModelWithResponseStream: INVOKE,
    Converse: INVOKE,
    ConverseStream: INVOKE,
    PutUseCaseForModelAccess: ['change', 3, MODELS],
    PutFoundationModelEntitlement: ['change', 3, MODELS],
    CreateFoundationModelAgreement: ['create', 3, MODELS],
    CreateProvisionedModelThroughput: ['create', 3, MODELS, 'provisionedModelName'],
    DeleteModelInvocationLoggingConfiguration: ['delete', 3, LOGS],
    PutModelInvocationLoggingConfiguration: ['change', 3, LOGS],
    DeleteGuardrail: ['delete', 3, 'Defense Impairment/T1685'],
    UpdateGuardrail: ['change', 3, 'Defense Impairment/T1685'],
    CreateAgent: ['create', 3, 'Persistence/T1546'],
    UpdateAgent: ['change', 3, 'Persistence/T1546'],
    CreateCodeInterpreter: ['create', 3, 'Execution/T1648'],
  },
};

const NAMES: ServiceTable = {
  services: ['route53', 'route53domains', 'cloudfront', 'acm', 'acm-pca'],
  target:
    'hostedZoneId|domainName|id|name|certificateArn|certificateAuthorityArn|changeBatch.changes.resourceRecordSet.name',
  looks: 'Discovery/T1526',
  calls: {
    ChangeResourceRecordSets: ['change', 3, 'Impact/T1565.001'],
    CreateHostedZone: ['create', 2, null],
    DeleteHostedZone: ['delete', 3, 'Impact/T1485'],
    RegisterDomain: ['create', 3, 'Impact/T1657'],
    TransferDomainToAnotherAwsAccount: ['change', 3, 'Impact/T1657'],
    DisableDomainTransferLock: ['change', 3, 'Impact/T1657'],
    UpdateDistribution: ['change', 3, 'Impact/T1565.001'],
    CreateDistribution: ['create', 2, null],
    CreateFunction: ['create', 2, 'Persistence/T1546'],
    RequestCertificate: ['create', 2, null],
    ExportCertificate: ['read', 3, 'Credential Access/T1552'],
    IssueCertificate: ['use', 2, null],
  },
};

const PURCHASES: ServiceTable = {
  services: ['savingsplans', 'agreement-marketplace', 'aws-marketplace', 'marketplacecommerceanalytics'],
  target: 'agreementId|savingsPlanOfferingId|agreementRequestId',
  looks: 'Discovery/T1526',
  calls: {
    AcceptAgreementRequest: ['change', 3, 'Impact/T1657'],
    CreateSavingsPlan: ['create', 3, 'Impact/T1657'],
  },
};

export const SERVICES: readonly ServiceTable[] = [SES, MESSAGES, BEDROCK, NAMES, PURCHASES];
