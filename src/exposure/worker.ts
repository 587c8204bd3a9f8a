/** A thread that scans its share of the files. Started by `threads.ts`. */
import { scanShare } from './pool.ts';
import { serve } from './threads.ts';

serve(scanShare);
