/** Shell commands for deletions whose parts are known only to AWS: they list, and delete what is listed. */
import { parameter } from './arns.ts';
import { quoted } from './command-line.ts';
import type { Step } from './plan.ts';

/** One list, and what is done with each text of it. */
function each(account: string, list: string, query: string, doing: string): string[] {
  return [
    `aws_in ${account} iam ${list} --query ${quoted(query)} --output text | tr '\\t' '\\n' |`,
    `  while IFS= read -r each; do if [ -n "$each" ] && [ "$each" != None ]; then run ${account} iam ${doing}; fi; done`,
  ];
}

export const LOOPS: Readonly<Record<string, (step: Step) => string[]>> = {
  'delete-user': (step) => {
    const account = quoted(step.account);
    const name = `--user-name ${quoted(parameter(step, 'userName'))}`;
    return [
      `run ${account} iam delete-login-profile ${name}`,
      ...each(
        account,
        `list-access-keys ${name}`,
        'AccessKeyMetadata[].AccessKeyId',
        `delete-access-key ${name} --access-key-id "$each"`,
      ),
      ...each(
        account,
        `list-signing-certificates ${name}`,
        'Certificates[].CertificateId',
        `delete-signing-certificate ${name} --certificate-id "$each"`,
      ),
      ...each(
        account,
        `list-ssh-public-keys ${name}`,
        'SSHPublicKeys[].SSHPublicKeyId',
        `delete-ssh-public-key ${name} --ssh-public-key-id "$each"`,
      ),
      ...each(
        account,
        `list-service-specific-credentials ${name}`,
        'ServiceSpecificCredentials[].ServiceSpecificCredentialId',
        `delete-service-specific-credential ${name} --service-specific-credential-id "$each"`,
      ),
      ...each(
        account,
        `list-mfa-devices ${name}`,
        'MFADevices[].SerialNumber',
        `deactivate-mfa-device ${name} --serial-number "$each"`,
      ),
      ...each(
        account,
        `list-user-policies ${name}`,
        'PolicyNames',
        `delete-user-policy ${name} --policy-name "$each"`,
      ),
      ...each(
        account,
        `list-attached-user-policies ${name}`,
        'AttachedPolicies[].PolicyArn',
        `detach-user-policy ${name} --policy-arn "$each"`,
      ),
      ...each(
        account,
        `list-groups-for-user ${name}`,
        'Groups[].GroupName',
        `remove-user-from-group ${name} --group-name "$each"`,
      ),
      `run ${account} iam delete-user ${name}`,
    ];
  },
  'delete-role': (step) => {
    const account = quoted(step.account);
    const name = `--role-name ${quoted(parameter(step, 'roleName'))}`;
    return [
      ...each(
        account,
        `list-attached-role-policies ${name}`,
        'AttachedPolicies[].PolicyArn',
        `detach-role-policy ${name} --policy-arn "$each"`,
      ),
      ...each(
        account,
        `list-role-policies ${name}`,
        'PolicyNames',
        `delete-role-policy ${name} --policy-name "$each"`,
      ),
      ...each(
        account,
        `list-instance-profiles-for-role ${name}`,
        'InstanceProfiles[].InstanceProfileName',
        `remove-role-from-instance-profile ${name} --instance-profile-name "$each"`,
      ),
      `run ${account} iam delete-role ${name}`,
    ];
  },
};
