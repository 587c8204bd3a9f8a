/** The time, for what waits. */
import type { Clock } from '../respond/clock.ts';

export const clock: Clock = {
  now: Date.now,
  sleep: async (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
