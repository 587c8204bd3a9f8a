/** An account on moto that is as a trail tells, and what is needed to respond in it from the command line. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/json.ts';
import { startFaultProxy } from './fault-proxy.ts';
import type { FaultProxy } from './fault-proxy.ts';
import { askingAws, callFromHere, startMoto } from './moto.ts';
import type { Ask, Moto } from './moto.ts';
import { RESPONDER, accountOf, seedAccount, trailIn } from './seed-account.ts';

const CLOCK = new URL('clock.mjs', import.meta.url).href;

/** The trail whose account it is. */
export const TRAIL: string = fileURLToPath(new URL('../../examples/leaked-keys', import.meta.url));

export interface Story {
  readonly account: string;
  readonly records: readonly JsonObject[];
  readonly moto: Moto;
  /** Stands before moto: sees calls, and has what moto lacks. */
  readonly proxy: FaultProxy;
  /** Calls of anybody, for what others do meanwhile. */
  readonly ask: Ask;
  /** Variables of a program that responds at that time (RFC 3339), as moto's clock shows from then on. */
  at(time: string): Promise<Record<string, string>>;
  end(): Promise<void>;
}

export async function startStory(): Promise<Story> {
  const records = trailIn(TRAIL);
  const account = accountOf(records);
  const moto = await startMoto({ managedPolicies: true, account });
  const proxy = await startFaultProxy(moto.url);
  callFromHere(moto.env);
  const { ask, caller } = askingAws(account);
  await seedAccount(moto, ask, records);
  return {
    account,
    records,
    moto,
    proxy,
    ask,
    at: async (time) => {
      await moto.next({ time });
      return {
        ...moto.env,
        AWS_ENDPOINT_URL: proxy.url,
        AWS_ACCESS_KEY_ID: RESPONDER.accessKeyId,
        NODE_OPTIONS: `--import ${CLOCK}`,
        KEYTRAIL_TEST_SHIFT: String(Date.parse(time) - Date.now()),
      };
    },
    end: async () => {
      await caller.close();
      await proxy.stop();
      await moto.stop();
    },
  };
}

/** A record like another, of a later time. */
export function later(record: JsonObject, time: string, more: JsonObject = {}): JsonObject {
  return { ...record, eventTime: time, eventID: `later-${time}`, ...more };
}

/** Writes records as CloudTrail delivers them. */
export function deliver(file: string, records: readonly JsonObject[]): void {
  writeFileSync(file, gzipSync(JSON.stringify({ Records: records })));
}
