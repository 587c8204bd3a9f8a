/** Reading what the account stores: counted where it is permitted on all of a kind, whatever its name is. */
import type { Way } from './way.ts';

export const DATA: readonly Way[] = [
  data('Reads objects of any bucket.', 's3:GetObject', 'arn:*:s3:::NAME/NAME'),
  data('Reads any secret.', 'secretsmanager:GetSecretValue', 'arn:*:secretsmanager:*:ACCOUNT:secret:NAME'),
  data(
    'Reads any parameter.',
    'ssm:GetParameter|ssm:GetParameters|ssm:GetParametersByPath',
    'arn:*:ssm:*:ACCOUNT:parameter/NAME',
  ),
  data(
    'Reads any DynamoDB table.',
    'dynamodb:Scan|dynamodb:Query|dynamodb:GetItem|dynamodb:BatchGetItem',
    'arn:*:dynamodb:*:ACCOUNT:table/NAME',
  ),
  data('Decrypts with any key.', 'kms:Decrypt', 'arn:*:kms:*:ACCOUNT:key/NAME'),
  data('Reads any volume through its snapshots.', 'ebs:GetSnapshotBlock', 'arn:*:ec2:*::snapshot/NAME'),
  data(
    'Shares snapshots of any volume with other accounts.',
    'ec2:ModifySnapshotAttribute',
    'arn:*:ec2:*::snapshot/NAME',
  ),
  data(
    'Shares snapshots of any database with other accounts.',
    'rds:ModifyDBSnapshotAttribute|rds:ModifyDBClusterSnapshotAttribute',
    'arn:*:rds:*:ACCOUNT:*snapshot:NAME',
  ),
  data(
    'Reads the code and the variables of any function.',
    'lambda:GetFunction',
    'arn:*:lambda:*:ACCOUNT:function:NAME',
  ),
  data('Reads any log.', 'logs:GetLogEvents|logs:FilterLogEvents', 'arn:*:logs:*:ACCOUNT:log-group:NAME:*'),
];

function data(does: string, actions: string, arn: string): Way {
  return { kind: 'data', id: actions.split('|')[0]!, does, needs: { [actions]: `any ${arn}` } };
}
