/** Made-up credentials for tests: worked out when a test runs, so that none stands in the repository. */
import { createHash } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export interface MadeUp {
  /** Of the newer form, which holds an account. */
  keyId(prefix?: string): string;
  /** Holds `+` and `/`. */
  readonly secret: string;
  readonly sessionToken: string;
  readonly smtpPassword: string;
  readonly bedrockKey: string;
}

/** Credentials that belong to nobody; the same ones for the same name. */
export function madeUp(name: string): MadeUp {
  const random = (what: string, bytes: number): Buffer =>
    Buffer.concat(
      Array.from({ length: Math.ceil(bytes / 32) }, (_, n) =>
        createHash('sha256').update(`${name} ${what} ${n}`).digest(),
      ),
    ).subarray(0, bytes);
  const body = random('secret', 30).toString('base64');
  return {
    keyId: (prefix = 'AKIA') =>
      `${prefix}Z${[...random(prefix, 15)].map((byte) => BASE32[byte & 31]).join('')}`,
    secret: `${body.slice(0, 12)}+${body.slice(13, 30)}/${body.slice(31)}`,
    sessionToken: `IQoJb3JpZ2luX2Vj${random('token', 300).toString('base64')}`,
    smtpPassword: Buffer.concat([Buffer.of(4), random('smtp', 32)]).toString('base64'),
    bedrockKey: `ABSK${Buffer.concat([Buffer.from(`BedrockAPIKey-${name}-at-111122223333:`), random('bedrock', 66)]).toString('base64')}`,
  };
}
