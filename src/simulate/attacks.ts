/** All kinds of attack, in the order in which they find their victims: the choosiest first. */
import type { Attack } from './attack.ts';
import { consoleTakeover } from './attacks/console-takeover.ts';
import { cryptomining } from './attacks/cryptomining.ts';
import { databaseTheft } from './attacks/database-theft.ts';
import { deniedProbe } from './attacks/denied-probe.ts';
import { dormantKey } from './attacks/dormant-key.ts';
import { enumerateIam } from './attacks/enumerate-iam.ts';
import { federation } from './attacks/federation.ts';
import { insideAws } from './attacks/inside-aws.ts';
import { keyValidation } from './attacks/key-validation.ts';
import { lambdaPersistence } from './attacks/lambda-persistence.ts';
import { llmAbuse } from './attacks/llm-abuse.ts';
import { loggingStopped } from './attacks/logging-stopped.ts';
import { manyKeys } from './attacks/many-keys.ts';
import { newKey } from './attacks/new-key.ts';
import { ownNetwork } from './attacks/own-network.ts';
import { pacu } from './attacks/pacu.ts';
import { plainWhoami } from './attacks/plain-whoami.ts';
import { richHistory } from './attacks/rich-history.ts';
import { roleTheft } from './attacks/role-theft.ts';
import { s3Extortion } from './attacks/s3-extortion.ts';
import { sesAbuse } from './attacks/ses-abuse.ts';
import { slow } from './attacks/slow.ts';
import { takeover } from './attacks/takeover.ts';

export const ATTACKS: readonly Attack[] = [
  newKey,
  dormantKey,
  consoleTakeover,
  cryptomining,
  federation,
  lambdaPersistence,
  loggingStopped,
  databaseTheft,
  richHistory,
  ownNetwork,
  pacu,
  takeover,
  sesAbuse,
  deniedProbe,
  s3Extortion,
  insideAws,
  enumerateIam,
  llmAbuse,
  slow,
  keyValidation,
  plainWhoami,
  roleTheft,
  manyKeys,
];
