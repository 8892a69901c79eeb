import { stringify } from 'yaml';
import { alertRules, RULES_FILE } from './alert-rules';
import { DASHBOARDS, grafanaJson } from './dashboards';
import { metricsTable } from './metrics-table';
import { readText } from './repository';

const METRICS_PAGE = 'docs/metrics.md';
const OPERATOR_RULES = 'deploy/kubernetes/overlays/production/alerts.yaml';
const TABLE = /^\| name \| type [\s\S]*?\n(?=\n)/m;

/** Returns the files that are made from code, as they should be, by path. `pnpm --filter @cull/deploy run write` writes them. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    [METRICS_PAGE, readText(METRICS_PAGE).replace(TABLE, () => `${metricsTable()}\n`)],
    [OPERATOR_RULES, operatorRules()],
    ...DASHBOARDS.map(
      (dashboard) => [`deploy/grafana/${dashboard.id}.json`, grafanaJson(dashboard)] as const,
    ),
  ]);
}

/** The same rules as the Prometheus operator takes them. */
function operatorRules(): string {
  const rule = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'cull' },
    spec: { groups: alertRules().groups },
  };
  return `# Made from ${RULES_FILE}: pnpm --filter @cull/deploy run write\n${stringify(rule, { lineWidth: 0 })}`;
}
