import { DASHBOARDS, grafanaJson } from './dashboards';
import { metricsTable } from './metrics-table';
import { readText } from './repository';

const METRICS_PAGE = 'docs/metrics.md';
const TABLE = /^\| name \| type [\s\S]*?\n(?=\n)/m;

/** Returns the files that are made from code, as they should be, by path. `pnpm --filter @cull/deploy run write` writes them. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    [METRICS_PAGE, readText(METRICS_PAGE).replace(TABLE, () => `${metricsTable()}\n`)],
    ...DASHBOARDS.map(
      (dashboard) => [`deploy/grafana/${dashboard.id}.json`, grafanaJson(dashboard)] as const,
    ),
  ]);
}
