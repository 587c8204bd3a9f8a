/** What an investigation does with what was read: two hundred modules, which are loaded while threads read. */
export { mergePacked, unpack } from '../activity/pack.ts';
export { incidentsFrom, located } from '../investigate/assemble.ts';
export { ATTACK_VERSION } from '../investigate/attack.ts';
export { blindSpotsOf, withSpotsOf } from '../investigate/blind-spots.ts';
export { mergeCoverage } from '../investigate/coverage.ts';
export { withHints } from '../investigate/hints.ts';
export { groupIncidents } from '../investigate/incidents.ts';
export { judge } from '../investigate/judge.ts';
export { selectionOf } from '../investigate/selection.ts';
export { gapsIn, historiesIn, sightOf, surroundingsFrom } from '../investigate/sight.ts';
export { THRESHOLDS } from '../investigate/weights.ts';
export { joinLineage } from '../lineage/join.ts';
export { tracesOf } from '../lineage/traces.ts';
export { loadNetworkTables, loadUserNetworks } from '../network/load.ts';
export { openNetworks } from '../network/lookup.ts';
export { readEvidence } from './investigate-evidence.ts';
export { showInvestigation } from './investigate-show.ts';
