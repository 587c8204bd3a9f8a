// Contender: DuckDB counts the events by name, in the way that is told to it.
// Usage: node duckdb.mjs FOLDER THREADS VARIANT
import { createRequire } from 'node:module';

const GLOB = 'AWSLogs/**/*.json.gz';
const LARGEST = 'maximum_object_size = 268435456';

/** Ways to the same answer; which is fastest depends on the size of the files. */
export const VARIANTS = {
  objects: (files) => `
    SELECT record ->> 'eventName' AS name, count(*) AS events
    FROM (SELECT unnest(CAST(json -> 'Records' AS JSON[])) AS record
          FROM read_json_objects('${files}', ${LARGEST}))
    GROUP BY ALL`,
  names: (files) => `
    SELECT name, count(*) AS events
    FROM (SELECT unnest(json ->> '$.Records[*].eventName') AS name
          FROM read_json_objects('${files}', ${LARGEST}))
    GROUP BY ALL`,
  typed: (files) => `
    SELECT record.eventName AS name, count(*) AS events
    FROM (SELECT unnest(Records) AS record
          FROM read_json('${files}', ${LARGEST}, columns = {Records: 'STRUCT(eventName VARCHAR)[]'}))
    GROUP BY ALL`,
};

/** Whether the package is there; the bench works without. */
export function isInstalled() {
  try {
    createRequire(import.meta.url).resolve('@duckdb/node-api');
    return true;
  } catch {
    return false;
  }
}

async function count([folder, threads, variant]) {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(VARIANTS[variant](`${folder}/${GLOB}`));
  const names = Object.fromEntries(reader.getRows().map(([name, events]) => [name, Number(events)]));
  const events = Object.values(names).reduce((total, each) => total + each, 0);
  process.stdout.write(JSON.stringify({ events, names }));
}

if (process.argv[1] === import.meta.filename) await count(process.argv.slice(2));
