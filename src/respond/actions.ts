/** All actions, by name, in the order in which documentation lists them: evidence, containment, eradication, recovery. */
import type { Action } from './action.ts';
import { attachDenyPolicy } from './actions/attach-deny-policy.ts';
import { attachScp } from './actions/attach-scp.ts';
import { closeBucketAcl } from './actions/close-bucket-acl.ts';
import { closeBucketPolicy } from './actions/close-bucket-policy.ts';
import { closeKeyPolicy } from './actions/close-key-policy.ts';
import { closeQueuePolicy } from './actions/close-queue-policy.ts';
import { closeRepositoryPolicy } from './actions/close-repository-policy.ts';
import { closeRoleTrust } from './actions/close-role-trust.ts';
import { closeSecretPolicy } from './actions/close-secret-policy.ts';
import { closeTopicPolicy } from './actions/close-topic-policy.ts';
import { createDenyScp } from './actions/create-deny-scp.ts';
import { createGuardScp } from './actions/create-guard-scp.ts';
import { deactivateAccessKey } from './actions/deactivate-access-key.ts';
import { deactivateMfaDevice } from './actions/deactivate-mfa-device.ts';
import { deactivateServiceSpecificCredential } from './actions/deactivate-service-specific-credential.ts';
import { deactivateSigningCertificate } from './actions/deactivate-signing-certificate.ts';
import { deactivateSshKey } from './actions/deactivate-ssh-key.ts';
import { deleteAccessKey } from './actions/delete-access-key.ts';
import { deleteActivation } from './actions/delete-activation.ts';
import { deleteAssociation } from './actions/delete-association.ts';
import { deleteDocument } from './actions/delete-document.ts';
import { deleteEmailIdentityPolicy } from './actions/delete-email-identity-policy.ts';
import { deleteEmailIdentity } from './actions/delete-email-identity.ts';
import { deleteFunction } from './actions/delete-function.ts';
import { deleteFunctionUrl } from './actions/delete-function-url.ts';
import { deleteGroup } from './actions/delete-group.ts';
import { deleteGroupPolicy } from './actions/delete-group-policy.ts';
import { deleteIdentityCenterUser } from './actions/delete-identity-center-user.ts';
import { deleteInstanceProfile } from './actions/delete-instance-profile.ts';
import { deleteKeyPair } from './actions/delete-key-pair.ts';
import { deleteLayerVersion } from './actions/delete-layer-version.ts';
import { deleteLoginProfile } from './actions/delete-login-profile.ts';
import { deleteOidcProvider } from './actions/delete-oidc-provider.ts';
import { deletePermissionSet } from './actions/delete-permission-set.ts';
import { deletePolicy } from './actions/delete-policy.ts';
import { deletePolicyVersion } from './actions/delete-policy-version.ts';
import { deletePoolUser } from './actions/delete-pool-user.ts';
import { deleteRole } from './actions/delete-role.ts';
import { deleteRolePolicy } from './actions/delete-role-policy.ts';
import { deleteSamlProvider } from './actions/delete-saml-provider.ts';
import { deleteSecurityGroup } from './actions/delete-security-group.ts';
import { deleteServiceSpecificCredential } from './actions/delete-service-specific-credential.ts';
import { deleteSigningCertificate } from './actions/delete-signing-certificate.ts';
import { deleteSshKey } from './actions/delete-ssh-key.ts';
import { deleteUser } from './actions/delete-user.ts';
import { deleteUserPolicy } from './actions/delete-user-policy.ts';
import { denyOneSession } from './actions/deny-one-session.ts';
import { denyRole } from './actions/deny-role.ts';
import { denyUser } from './actions/deny-user.ts';
import { deregisterTaskDefinition } from './actions/deregister-task-definition.ts';
import { detachGroupPolicy } from './actions/detach-group-policy.ts';
import { detachRolePolicy } from './actions/detach-role-policy.ts';
import { detachUserPolicy } from './actions/detach-user-policy.ts';
import { disableEventRule } from './actions/disable-event-rule.ts';
import { disableEventSourceMapping } from './actions/disable-event-source-mapping.ts';
import { disablePoolUser } from './actions/disable-pool-user.ts';
import { disableRolesAnywhereProfile } from './actions/disable-roles-anywhere-profile.ts';
import { disableTrustAnchor } from './actions/disable-trust-anchor.ts';
import { enableBucketVersioning } from './actions/enable-bucket-versioning.ts';
import { enableDetector } from './actions/enable-detector.ts';
import { enableEbsEncryption } from './actions/enable-ebs-encryption.ts';
import { enableEventRule } from './actions/enable-event-rule.ts';
import { enablePolicyType } from './actions/enable-policy-type.ts';
import { enableSecurityHub } from './actions/enable-security-hub.ts';
import { enableServiceAccess } from './actions/enable-service-access.ts';
import { keepKmsKey } from './actions/keep-kms-key.ts';
import { manual } from './actions/manual.ts';
import { pauseEmailSending } from './actions/pause-email-sending.ts';
import { preserveRole } from './actions/preserve-role.ts';
import { preserveUser } from './actions/preserve-user.ts';
import { reattachOrganizationPolicy } from './actions/reattach-organization-policy.ts';
import { removeAccountAssignment } from './actions/remove-account-assignment.ts';
import { removeBucketCors } from './actions/remove-bucket-cors.ts';
import { removeBucketLifecycle } from './actions/remove-bucket-lifecycle.ts';
import { removeBucketReplication } from './actions/remove-bucket-replication.ts';
import { removeBucketWebsite } from './actions/remove-bucket-website.ts';
import { removeClusterAccessPolicy } from './actions/remove-cluster-access-policy.ts';
import { removeClusterAccess } from './actions/remove-cluster-access.ts';
import { removeDelegatedAdministrator } from './actions/remove-delegated-administrator.ts';
import { removeEventBusPermission } from './actions/remove-event-bus-permission.ts';
import { removeEventTarget } from './actions/remove-event-target.ts';
import { removeFunctionPermission } from './actions/remove-function-permission.ts';
import { removeIdentityCenterMember } from './actions/remove-identity-center-member.ts';
import { removeInstanceProfile } from './actions/remove-instance-profile.ts';
import { removeLayerPermission } from './actions/remove-layer-permission.ts';
import { removeOidcClient } from './actions/remove-oidc-client.ts';
import { removePermissionSetPolicy } from './actions/remove-permission-set-policy.ts';
import { removeQueuePermission } from './actions/remove-queue-permission.ts';
import { removeRoleFromInstanceProfile } from './actions/remove-role-from-instance-profile.ts';
import { removeTopicPermission } from './actions/remove-topic-permission.ts';
import { removeUserFromGroup } from './actions/remove-user-from-group.ts';
import { removeWindowTask } from './actions/remove-window-task.ts';
import { restoreAccountPublicAccessBlock } from './actions/restore-account-public-access-block.ts';
import { restoreEventSelectors } from './actions/restore-event-selectors.ts';
import { restorePolicyVersion } from './actions/restore-policy-version.ts';
import { restorePublicAccessBlock } from './actions/restore-public-access-block.ts';
import { restoreRoleBoundary } from './actions/restore-role-boundary.ts';
import { restoreUserBoundary } from './actions/restore-user-boundary.ts';
import { revokeKmsGrant } from './actions/revoke-kms-grant.ts';
import { revokeRoleSessions } from './actions/revoke-role-sessions.ts';
import { revokeSecurityGroupRule } from './actions/revoke-security-group-rule.ts';
import { revokeUserSessions } from './actions/revoke-user-sessions.ts';
import { setDenyBoundary } from './actions/set-deny-boundary.ts';
import { startConfigRecorder } from './actions/start-config-recorder.ts';
import { startLogging } from './actions/start-logging.ts';
import { stopEcsService } from './actions/stop-ecs-service.ts';
import { stopInstance } from './actions/stop-instance.ts';
import { terminateInstance } from './actions/terminate-instance.ts';
import { throttleFunction } from './actions/throttle-function.ts';
import { unshareDbClusterSnapshot } from './actions/unshare-db-cluster-snapshot.ts';
import { unshareDbSnapshot } from './actions/unshare-db-snapshot.ts';
import { unshareDocument } from './actions/unshare-document.ts';
import { unshareImage } from './actions/unshare-image.ts';
import { unshareSnapshot } from './actions/unshare-snapshot.ts';
import { unsubscribe } from './actions/unsubscribe.ts';

export const ACTIONS: Readonly<Record<string, Action>> = {
  'preserve-user': preserveUser,
  'preserve-role': preserveRole,
  'create-deny-scp': createDenyScp,
  'create-guard-scp': createGuardScp,
  'attach-scp': attachScp,
  'deny-user': denyUser,
  'attach-deny-policy': attachDenyPolicy,
  'set-deny-boundary': setDenyBoundary,
  'deny-role': denyRole,
  'deactivate-access-key': deactivateAccessKey,
  'revoke-user-sessions': revokeUserSessions,
  'revoke-role-sessions': revokeRoleSessions,
  'deny-one-session': denyOneSession,
  'delete-login-profile': deleteLoginProfile,
  'deactivate-mfa-device': deactivateMfaDevice,
  'deactivate-service-specific-credential': deactivateServiceSpecificCredential,
  'deactivate-ssh-key': deactivateSshKey,
  'deactivate-signing-certificate': deactivateSigningCertificate,
  'disable-trust-anchor': disableTrustAnchor,
  'disable-roles-anywhere-profile': disableRolesAnywhereProfile,
  'remove-account-assignment': removeAccountAssignment,
  'disable-pool-user': disablePoolUser,
  'remove-identity-center-member': removeIdentityCenterMember,
  'remove-delegated-administrator': removeDelegatedAdministrator,
  'reattach-organization-policy': reattachOrganizationPolicy,
  'enable-policy-type': enablePolicyType,
  'enable-service-access': enableServiceAccess,
  'throttle-function': throttleFunction,
  'remove-function-permission': removeFunctionPermission,
  'delete-function-url': deleteFunctionUrl,
  'remove-layer-permission': removeLayerPermission,
  'disable-event-rule': disableEventRule,
  'remove-event-target': removeEventTarget,
  'remove-event-bus-permission': removeEventBusPermission,
  'disable-event-source-mapping': disableEventSourceMapping,
  unsubscribe,
  'remove-instance-profile': removeInstanceProfile,
  'stop-instance': stopInstance,
  'stop-ecs-service': stopEcsService,
  'delete-association': deleteAssociation,
  'delete-activation': deleteActivation,
  'remove-window-task': removeWindowTask,
  'remove-cluster-access': removeClusterAccess,
  'remove-cluster-access-policy': removeClusterAccessPolicy,
  'pause-email-sending': pauseEmailSending,
  'close-role-trust': closeRoleTrust,
  'close-bucket-policy': closeBucketPolicy,
  'close-bucket-acl': closeBucketAcl,
  'close-key-policy': closeKeyPolicy,
  'close-secret-policy': closeSecretPolicy,
  'close-queue-policy': closeQueuePolicy,
  'remove-queue-permission': removeQueuePermission,
  'close-topic-policy': closeTopicPolicy,
  'remove-topic-permission': removeTopicPermission,
  'close-repository-policy': closeRepositoryPolicy,
  'restore-public-access-block': restorePublicAccessBlock,
  'restore-account-public-access-block': restoreAccountPublicAccessBlock,
  'unshare-snapshot': unshareSnapshot,
  'unshare-image': unshareImage,
  'unshare-db-snapshot': unshareDbSnapshot,
  'unshare-db-cluster-snapshot': unshareDbClusterSnapshot,
  'unshare-document': unshareDocument,
  'revoke-kms-grant': revokeKmsGrant,
  'revoke-security-group-rule': revokeSecurityGroupRule,
  'remove-bucket-replication': removeBucketReplication,
  'remove-bucket-website': removeBucketWebsite,
  'remove-bucket-cors': removeBucketCors,
  'remove-bucket-lifecycle': removeBucketLifecycle,
  'delete-access-key': deleteAccessKey,
  'delete-ssh-key': deleteSshKey,
  'delete-signing-certificate': deleteSigningCertificate,
  'delete-service-specific-credential': deleteServiceSpecificCredential,
  'delete-user-policy': deleteUserPolicy,
  'detach-user-policy': detachUserPolicy,
  'delete-role-policy': deleteRolePolicy,
  'detach-role-policy': detachRolePolicy,
  'delete-group-policy': deleteGroupPolicy,
  'detach-group-policy': detachGroupPolicy,
  'remove-user-from-group': removeUserFromGroup,
  'restore-user-boundary': restoreUserBoundary,
  'restore-role-boundary': restoreRoleBoundary,
  'restore-policy-version': restorePolicyVersion,
  'delete-policy-version': deletePolicyVersion,
  'delete-policy': deletePolicy,
  'remove-role-from-instance-profile': removeRoleFromInstanceProfile,
  'delete-instance-profile': deleteInstanceProfile,
  'delete-user': deleteUser,
  'delete-role': deleteRole,
  'delete-group': deleteGroup,
  'delete-oidc-provider': deleteOidcProvider,
  'remove-oidc-client': removeOidcClient,
  'delete-saml-provider': deleteSamlProvider,
  'delete-identity-center-user': deleteIdentityCenterUser,
  'remove-permission-set-policy': removePermissionSetPolicy,
  'delete-permission-set': deletePermissionSet,
  'delete-pool-user': deletePoolUser,
  'delete-function': deleteFunction,
  'delete-layer-version': deleteLayerVersion,
  'delete-document': deleteDocument,
  'deregister-task-definition': deregisterTaskDefinition,
  'delete-key-pair': deleteKeyPair,
  'delete-security-group': deleteSecurityGroup,
  'delete-email-identity': deleteEmailIdentity,
  'delete-email-identity-policy': deleteEmailIdentityPolicy,
  'terminate-instance': terminateInstance,
  'start-logging': startLogging,
  'restore-event-selectors': restoreEventSelectors,
  'enable-detector': enableDetector,
  'start-config-recorder': startConfigRecorder,
  'enable-security-hub': enableSecurityHub,
  'enable-event-rule': enableEventRule,
  'enable-bucket-versioning': enableBucketVersioning,
  'enable-ebs-encryption': enableEbsEncryption,
  'keep-kms-key': keepKmsKey,
  manual,
};

/** The action with a name, which may come from an edited file. */
export function actionOf(name: string): Action | undefined {
  return Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
}

/** The SDK's clients that actions call: `@aws-sdk/client-<service>`. */
export const SERVICES = [
  'cloudtrail',
  'cognito-identity-provider',
  'config-service',
  'ec2',
  'ecr',
  'ecs',
  'eks',
  'eventbridge',
  'guardduty',
  'iam',
  'identitystore',
  'kms',
  'lambda',
  'organizations',
  'rds',
  'rolesanywhere',
  's3',
  's3-control',
  'secrets-manager',
  'securityhub',
  'sesv2',
  'sns',
  'sqs',
  'ssm',
  'sso-admin',
] as const;
