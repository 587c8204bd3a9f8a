/** Buckets are listed, emptied to somewhere else, and a note is left. */
import { inUse, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { cli, plain } from '../agents.ts';
import { anyHideout } from '../hideouts.ts';
import { bucketOf, objectOf } from '../requests.ts';

export const s3Extortion: Attack = {
  name: 's3-extortion',
  title: 'Objects are read, then deleted, and a note is left',
  victims: [(holder, day) => inUse(holder, day) && holder.repertoire.some((api) => api.startsWith('s3:'))],
  days: 1,
  least: 4,
  run(raid, victims) {
    const { random } = raid;
    raid.from(
      anyHideout(random),
      random.pick([
        plain('S3 Browser/11.5.7 (https://s3browser.com)'),
        plain('WinSCP/6.3.4 neon/0.33.0'),
        cli(random, 'ubuntu', 'profile'),
      ]),
    );
    raid.steal(victim(victims, 0)).call('s3:ListBuckets');
    const { account, region } = raid;
    const bucket = random.pick(account.buckets);
    raid.call('s3:GetBucketVersioning', bucketOf(bucket, region, account));
    raid.call('s3:GetBucketPolicy', bucketOf(bucket, region, account));
    const keys = Array.from({ length: random.between(6, 20) }, (_, n) => `2026/export-${n}.csv`);
    for (const key of keys) raid.call('s3:GetObject', objectOf(bucket, key, region, account));
    raid.wait(20);
    raid.call('s3:PutBucketVersioning', {
      ...bucketOf(bucket, region, account),
      parameters: { bucketName: bucket, VersioningConfiguration: { Status: 'Suspended' } },
    });
    for (const key of keys) raid.call('s3:DeleteObject', objectOf(bucket, key, region, account));
    raid.call('s3:PutObject', objectOf(bucket, 'READ_ME_NOW.txt', region, account));
    if (random.chance(0.5))
      raid.call('s3:DeleteBucket', bucketOf(random.pick(account.buckets), region, account));
  },
};
