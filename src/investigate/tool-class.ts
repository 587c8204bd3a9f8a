/** What sort of work a tool is for: subjects with the same are peers. */

const CLASSES: readonly (readonly [ToolClass, RegExp])[] = [
  ['iac', /^(terraform|opentofu|pulumi|ansible|packer|aws-cdk|aws-sam-cli|eksctl|crossplane)/],
  [
    'human',
    /^(aws-cli|aws-powershell|aws-toolkit|aws-console|aws-internal$|console|signin|chrome|firefox|safari|edge|opera|browser|s3-browser|cyberduck)|console\.amazonaws\.com$/,
  ],
  ['service', /amazonaws\.com$/],
];

export type ToolClass = 'iac' | 'human' | 'service' | 'program';

/** The class of a user agent's family1. */
export function toolClass(tool: string): ToolClass {
  return CLASSES.find(([, pattern]) => pattern.test(tool))?.[0] ?? 'program';
}
