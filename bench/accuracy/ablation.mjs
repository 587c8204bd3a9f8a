// What each term is worth: how many incidents would page, and how many of them falsely, if it had not been said.

/**
 * Takes each term out of the scores of the published findings. Findings that the term kept below the lowest band are
 * not there to come back, and what was learned meanwhile is not learned anew: a term that speaks for owners is worth
 * more than this shows.
 *
 * @param results as `compare` returns them, over all archives.
 * @param thresholds log-odds of the bands.
 * @returns `{ term, page, watch, falsePages }` by name, the first with nothing taken out; counts.
 */
export function ablation(results, thresholds) {
  const all = results.flatMap(({ seed, reports }) =>
    reports.map((report) => ({
      ...report,
      hostile: report.hostile.map((incident) => `${seed} ${incident}`),
    })),
  );
  const names = new Set(all.flatMap(({ findings }) => findings.flatMap(({ terms }) => Object.keys(terms))));
  names.delete('prior');
  return [null, ...[...names].toSorted((a, b) => (a < b ? -1 : 1))].map((term) => {
    const page = new Set();
    const watch = new Set();
    let falsePages = 0;
    for (const { hostile, findings } of all) {
      const most = Math.max(...findings.map(({ score, terms }) => score - (terms[term] ?? 0)));
      if (most >= thresholds.watch) for (const incident of hostile) watch.add(incident);
      if (most < thresholds.page) continue;
      for (const incident of hostile) page.add(incident);
      if (hostile.length === 0) falsePages++;
    }
    return { term: term ?? 'none', page: page.size, watch: watch.size, falsePages };
  });
}
