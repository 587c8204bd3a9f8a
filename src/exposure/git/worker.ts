/** A thread that reads its share of a repository, job after job. Started by `../threads.ts`. */
import { serve } from '../threads.ts';
import { historyShare } from './history-share.ts';
import type { HistoryOrder } from './history-share.ts';
import { scanShare } from './scan-share.ts';
import type { ScanOrder } from './scan-share.ts';

serve(async (order: ScanOrder | HistoryOrder) =>
  'examiner' in order ? scanShare(order) : historyShare(order),
);
