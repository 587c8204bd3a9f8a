import type { Examine } from '../../src/exposure/git/result.ts';

export declare const examine: Examine;
