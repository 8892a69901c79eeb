import { type ExportedMetric, exportedMetrics } from './exported-metrics';

/** Returns the table of docs/metrics.md. */
export function metricsTable(): string {
  const own = exportedMetrics().filter(({ name }) => name.startsWith('cull_'));
  return ['| name | type | labels | meaning | process |', '|---|---|---|---|---|', ...own.map(row)].join(
    '\n',
  );
}

function row({ name, type, labels, help, processes }: ExportedMetric): string {
  const shown = labels.map((label) => `\`${label}\``).join(', ');
  return `| \`${name}\` | ${type} | ${shown} | ${help} | ${processes.join(', ')} |`;
}
