import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exportedMetrics, seriesOf } from '../src/exported-metrics';
import { problemsOf } from '../src/known-series';
import { partsOf } from '../src/promql';
import { placeOf, readText } from '../src/repository';

const dashboardSchema = z.object({
  uid: z.string(),
  title: z.string(),
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).default([]),
    }),
  ),
});

const files = readdirSync(placeOf('deploy/grafana'));
const dashboards = files.map((file) => dashboardSchema.parse(JSON.parse(readText(`deploy/grafana/${file}`))));
const targets = dashboards.flatMap(({ title, panels }) =>
  panels.flatMap((panel) =>
    panel.targets.map((target) => ({ where: `${title}, ${panel.title}`, ...target })),
  ),
);
/** Grafana puts a duration in its place. */
const asPromql = (expr: string) => expr.replaceAll('$__rate_interval', '5m');

it('there are five', () => {
  expect(files.toSorted()).toEqual(
    ['accounts', 'engine', 'infrastructure', 'notifications', 'overview'].map((id) => `${id}.json`),
  );
});

it.each(targets)('$where asks for what is exported', ({ expr }) => {
  expect(problemsOf(asPromql(expr))).toEqual([]);
});

it.each(targets)('$where calls its lines by labels that they have', ({ expr, legendFormat }) => {
  const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label);
  const isAggregated = /\b(sum|max|min|count|histogram_quantile)\b/.test(expr);
  const { labels } = partsOf(asPromql(expr));
  for (const label of named) expect(isAggregated ? labels : ['instance', 'job']).toContain(label);
});

it('every metric of Cull is shown somewhere', () => {
  const shown = new Set(targets.flatMap(({ expr }) => partsOf(asPromql(expr)).series));
  const own = exportedMetrics().filter(({ name }) => name.startsWith('cull_'));
  // What an alert alone needs.
  const alertsOnly = ['cull_approval_oldest_seconds'];
  const hidden = own.filter((metric) => !seriesOf(metric).some((series) => shown.has(series)));
  expect(hidden.map(({ name }) => name)).toEqual(alertsOnly);
});

describe.each(dashboards)('$title', ({ panels }) => {
  it('has panels side by side, each with an id of its own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });
});
