/** An account on this machine: moto, with what it lacks, behind a proxy that can fail. */
import type { SdkCaller } from '../../src/aws/sdk-caller.ts';
import { startFaultProxy } from './fault-proxy.ts';
import type { FaultProxy } from './fault-proxy.ts';
import { askingAws, callFromHere, startMoto } from './moto.ts';
import type { Ask, Moto } from './moto.ts';

export interface Aws {
  readonly moto: Moto;
  readonly proxy: FaultProxy;
  /** Variables with which a program, and this one, calls it through the proxy. */
  readonly env: Readonly<Record<string, string>>;
  readonly ask: Ask;
  readonly caller: SdkCaller;
  /** Empties it, and lets every call through. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it; from then on this process calls it. */
export async function startAws(): Promise<Aws> {
  const moto = await startMoto();
  const proxy = await startFaultProxy(moto.url);
  const env = { ...moto.env, AWS_ENDPOINT_URL: proxy.url };
  callFromHere(env);
  const { ask, caller } = askingAws();
  return {
    moto,
    proxy,
    env,
    ask,
    caller,
    reset: async () => {
      proxy.fault = () => undefined;
      proxy.gaps.history.clear();
      await moto.reset();
    },
    stop: async () => {
      await caller.close();
      await proxy.stop();
      await moto.stop();
    },
  };
}
