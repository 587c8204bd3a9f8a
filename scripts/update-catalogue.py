"""Writes src/cloudtrail/catalogue.txt: which (eventSource, eventName) pairs AWS services can log.

Run by hand when AWS adds APIs:

    pip install --upgrade botocore
    python3 scripts/update-catalogue.py

The operations of the installed botocore (Apache-2.0; only names are taken) are added to the file. Nothing is
removed, because old logs hold the names of retired APIs. To build it anew, delete the file, then run this with
each of the versions that its first line names, oldest first (`pip install botocore==...`).

What CloudTrail writes differs from the service models in places, and those are the tables below. Events that are no
API operation (sign-in, console, service events) stand in src/cloudtrail/catalogue-extra.ts.
"""

import glob
import gzip
import json
import os
import re
from collections import defaultdict

import botocore

CATALOGUE = os.path.join(os.path.dirname(__file__), '..', 'src', 'cloudtrail', 'catalogue.txt')

# eventSource (without .amazonaws.com) by botocore's folder of the service, where it is neither the signing name nor
# the endpoint prefix, or only one of the two. Several where the documentation and logs show several.
# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-aws-service-specific-topics.html
SOURCES = {
    'amp': 'aps',
    'apigatewayv2': 'apigateway',
    'appconfigdata': 'appconfig',
    'application-autoscaling': 'application-autoscaling autoscaling',
    'application-insights': 'applicationinsights application-insights',
    'appstream': 'appstream',
    'autoscaling-plans': 'autoscaling-plans autoscaling',
    'bedrock-agent': 'bedrock',
    'bedrock-agent-runtime': 'bedrock',
    'bedrock-agentcore': 'bedrock-agentcore',
    'bedrock-agentcore-control': 'bedrock-agentcore',
    'bedrock-data-automation': 'bedrock',
    'bedrock-data-automation-runtime': 'bedrock',
    'bedrock-runtime': 'bedrock',
    'billing': 'billing billingconsole',
    'chime-sdk-identity': 'chime',
    'chime-sdk-media-pipelines': 'chime',
    'chime-sdk-meetings': 'chime',
    'chime-sdk-messaging': 'chime',
    'chime-sdk-voice': 'chime',
    'cloudhsmv2': 'cloudhsm',
    'cloudwatch': 'monitoring',
    'cognito-idp': 'cognito-idp',
    'connect-contact-lens': 'connect',
    'connectparticipant': 'connect',
    'customer-profiles': 'profile',
    'detective': 'detective',
    'dynamodbstreams': 'dynamodb',
    'ecr': 'ecr',
    'ecr-public': 'ecr-public',
    'forecastquery': 'forecast',
    'iot-data': 'iotdata iot',
    'iot-jobs-data': 'iotjobsdata iot',
    'iotsecuretunneling': 'iotsecuredtunneling iot',
    'iotdeviceadvisor': 'iotdeviceadvisor',
    'iotwireless': 'iotwireless',
    'iot-managed-integrations': 'iotmanagedintegrations',
    'ivs-realtime': 'ivs',
    'keyspaces': 'cassandra',
    'keyspacesstreams': 'cassandra',
    'lambda-core': 'lambda',
    'lambda-microvms': 'lambda',
    'lambda-web': 'lambda',
    'lex-models': 'lex',
    'lex-runtime': 'lex',
    'lexv2-models': 'lex',
    'lexv2-runtime': 'lex',
    'mailmanager': 'ses',
    'marketplace-agreement': 'agreement-marketplace',
    'marketplace-catalog': 'marketplacecatalog aws-marketplace',
    'marketplace-entitlement': 'entitlement-marketplace aws-marketplace',
    'marketplace-deployment': 'deployment-marketplace aws-marketplace',
    'marketplace-discovery': 'discovery-marketplace aws-marketplace',
    'marketplace-reporting': 'reporting-marketplace aws-marketplace',
    'marketplacecommerceanalytics': 'marketplacecommerceanalytics',
    'mediastore-data': 'mediastore',
    'mediatailor': 'mediatailor',
    'memorydb': 'memorydb',
    'meteringmarketplace': 'metering-marketplace aws-marketplace',
    'migrationhub-config': 'mgh',
    'mq': 'amazonmq',
    'opensearch': 'es',
    'payment-cryptography': 'payment-cryptography',
    'payment-cryptography-data': 'payment-cryptography',
    'personalize-events': 'personalize',
    'personalize-runtime': 'personalize',
    'pinpoint': 'mobiletargeting pinpoint',
    'pinpoint-email': 'ses',
    'pinpoint-sms-voice': 'sms-voice',
    'pricing': 'pricing',
    'qapps': 'qapps',
    'rds-data': 'rdsdata rdsdataapi rds-data',
    'sagemaker': 'sagemaker',
    'sagemaker-a2i-runtime': 'sagemaker',
    'sagemaker-edge': 'sagemaker',
    'sagemaker-featurestore-runtime': 'sagemaker',
    'sagemaker-inference-router-runtime': 'sagemaker',
    'sagemaker-metrics': 'sagemaker',
    'sagemaker-runtime': 'sagemaker',
    'sagemakerjobruntime': 'sagemaker',
    'sagemakertrainingsessionruntime': 'sagemaker',
    's3': 's3 s3express',
    's3control': 's3',
    'servicecatalog-appregistry': 'servicecatalog-appregistry',
    'ses': 'ses',
    'sesv2': 'ses',
    'signer-data': 'signer',
    'sms-voice': 'sms-voice',
    'sso': 'sso',
    'sso-admin': 'sso',
    'sso-oidc': 'sso sso-oauth',
    'taxsettings': 'tax taxsettings',
    'timestream-query': 'timestream',
    'timestream-write': 'timestream',
    'wickr': 'wickr',
}

# CloudTrail's names for S3 operations; None: never logged under its own name.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
S3_NAMES = {
    'DeletePublicAccessBlock': 'DeleteBucketPublicAccessBlock',
    'GetBucketAccelerateConfiguration': 'GetAccelerateConfiguration',
    'GetBucketLifecycleConfiguration': 'GetBucketLifecycle',
    'GetBucketNotificationConfiguration': 'GetBucketNotification',
    'GetObjectLegalHold': 'GetObjectLockLegalHold',
    'GetObjectLockConfiguration': 'GetBucketObjectLockConfiguration',
    'GetObjectRetention': 'GetObjectLockRetention',
    'GetPublicAccessBlock': 'GetBucketPublicAccessBlock',
    'ListObjectsV2': None,  # ListObjects
    'PutBucketAccelerateConfiguration': 'PutAccelerateConfiguration',
    'PutBucketLifecycleConfiguration': 'PutBucketLifecycle',
    'PutBucketNotificationConfiguration': 'PutBucketNotification',
    'PutObjectLegalHold': 'PutObjectLockLegalHold',
    'PutObjectLockConfiguration': 'PutBucketObjectLockConfiguration',
    'PutObjectRetention': 'PutObjectLockRetention',
    'PutPublicAccessBlock': 'PutBucketPublicAccessBlock',
}
S3CONTROL_NAMES = {
    f'{verb}PublicAccessBlock': f'{verb}AccountPublicAccessBlock' for verb in ('Delete', 'Get', 'Put')
}
# An operation named here is logged (perhaps also) as something else; all others keep their names.
NAMES = {'s3': S3_NAMES, 's3control': S3CONTROL_NAMES}


def event_name(service, name, operation):
    """The name CloudTrail writes for an operation, or None."""
    if service == 'lambda' and not name.startswith('Invoke'):
        # Lambda's APIs of 2018 and before carry their version, which is the first part of the path; later ones do not.
        # https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
        version = re.match(r'/(201[0-8])-(\d\d)-(\d\d)/', operation['http']['requestUri'])
        return name + ''.join(version.groups()) if version else name
    return NAMES.get(service, {}).get(name, name)


def models():
    """(service, model) for every API version of every service of the installed botocore."""
    root = os.path.join(os.path.dirname(botocore.__file__), 'data')
    for path in sorted(glob.glob(f'{root}/*/*/service-2.json*')):
        opened = gzip.open(path) if path.endswith('.gz') else open(path, encoding='utf-8')
        with opened as file:
            yield path.split(os.sep)[-3], json.load(file)


def sources_of(service, metadata):
    if service in SOURCES:
        return SOURCES[service].split()
    prefix = metadata['endpointPrefix'].split('.')[-1]
    return sorted({prefix.lower(), metadata.get('signingName', prefix).lower()})


def split_name(name):
    """CreateUser -> (Create, User); a name without a noun has '.' for it."""
    parts = re.match(r'([A-Z][a-z0-9]+)([A-Z].*)', name)
    return parts.groups() if parts else (name, '.')


def read(path):
    """The pairs of an existing file, and the versions it was built from."""
    names = defaultdict(set)
    if not os.path.exists(path):
        return names, []
    with open(path, encoding='utf-8') as file:
        lines = file.read().splitlines()
    sources = []
    for line in lines[1:]:
        verbs, colon, nouns = line.partition(':')
        if not colon:
            sources = line.split()
            continue
        for source in sources:
            names[source] |= {v + ('' if n == '.' else n) for v in verbs.split() for n in nouns.split()}
    return names, lines[0].removeprefix('# botocore ').split(', ')


def block(sources, names):
    """One service: its event sources, then a line per set of verbs with the nouns that have exactly those."""
    verbs_of = defaultdict(set)
    for name in names:
        verb, noun = split_name(name)
        verbs_of[noun].add(verb)
    nouns_of = defaultdict(list)
    for noun, verbs in verbs_of.items():
        nouns_of[' '.join(sorted(verbs))].append(noun)
    return [' '.join(sources)] + [f'{v}: {" ".join(sorted(n))}' for v, n in sorted(nouns_of.items())]


def main():
    names, versions = read(CATALOGUE)
    for service, model in models():
        for source in sources_of(service, model['metadata']):
            for name, operation in model['operations'].items():
                names[source] |= {event_name(service, name, operation)} - {None}
    if botocore.__version__ not in versions:
        versions.append(botocore.__version__)
    sources_with = defaultdict(list)
    for source in sorted(names):
        sources_with[frozenset(names[source])].append(source)
    lines = [f'# botocore {", ".join(versions)}']
    for same_names, sources in sources_with.items():
        lines += block(sources, same_names)
    with open(CATALOGUE, 'w', encoding='utf-8') as file:
        file.write('\n'.join(lines) + '\n')
    print(f'{sum(map(len, names.values()))} pairs of {len(names)} sources')


if __name__ == '__main__':
    main()
