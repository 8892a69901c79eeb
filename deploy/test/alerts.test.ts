import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { findProgram } from '@cull/servers';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { alertRules, RULES_FILE } from '../src/alert-rules';
import { problemsOf } from '../src/known-series';
import { placeOf, readText } from '../src/repository';

const run = promisify(execFile);
const { alerts, records } = alertRules();
const recorded = records.map(({ record }) => record);
const names = [...new Set(alerts.map(({ alert }) => alert))];
const TESTS_FILE = 'deploy/prometheus/alerts.test.yaml';

const testsSchema = z.object({
  tests: z.array(
    z.object({
      alert_rule_test: z
        .array(
          z.object({
            alertname: z.string(),
            exp_alerts: z.array(z.object({ exp_labels: z.object({ severity: z.string() }) })),
          }),
        )
        .default([]),
    }),
  ),
});

it.each([...alerts, ...records])('$alert$record asks for what is exported', ({ expr }) => {
  expect(problemsOf(expr, recorded)).toEqual([]);
});

it('finds a series and a label that nobody has', () => {
  expect(problemsOf('sum by (nobody) (rate(cull_nothing_total[5m]))')).toHaveLength(2);
  expect(problemsOf('sum by (')).not.toEqual([]);
});

describe('run-books', () => {
  const pages = readdirSync(placeOf('docs/runbooks')).filter((name) => name !== 'README.md');
  const index = readText('docs/runbooks/README.md');

  it('are there for each alert, and for no other', () => {
    expect(pages.toSorted()).toEqual(names.map((name) => `${name}.md`).toSorted());
  });

  it.each(names)('%s says what it means and what to do', (name) => {
    const page = readText(`docs/runbooks/${name}.md`);
    for (const heading of ['What it means', 'How to look', 'What to do', 'When to stop kills'])
      expect(page).toMatch(new RegExp(`^## ${heading}\\n\\n\\S`, 'm'));
    const severities = alerts.filter(({ alert }) => alert === name).map(({ labels }) => labels.severity);
    expect(index).toContain(`| [${name}](${name}.md) | ${severities.join(', ')} |`);
  });

  it.each(pages)('%s asks for what is exported', (page) => {
    const queries = [...readText(`docs/runbooks/${page}`).matchAll(/`([^`]*cull_[^`]*)`/g)];
    for (const [, query = ''] of queries) expect(problemsOf(query, recorded)).toEqual([]);
  });

  it.each(alerts)('$alert names its page', ({ alert, annotations }) => {
    expect(annotations.runbook_url).toBe(`docs/runbooks/${alert}.md`);
  });
});

describe('promtool', async () => {
  const promtool = await findProgram('promtool');

  it('has a test in which each alert fires', () => {
    const { tests } = testsSchema.parse(parse(readText(TESTS_FILE)));
    const fired = tests.flatMap((one) =>
      one.alert_rule_test.flatMap(({ alertname, exp_alerts }) =>
        exp_alerts.map(({ exp_labels }) => `${alertname} ${exp_labels.severity}`),
      ),
    );
    expect(
      alerts.map(({ alert, labels }) => `${alert} ${labels.severity}`).filter((one) => !fired.includes(one)),
    ).toEqual([]);
  });

  it.skipIf(promtool === null)(
    'accepts the rules, and each alert fires when it should',
    { timeout: 300_000 },
    async () => {
      await run(promtool ?? '', ['check', 'rules', placeOf(RULES_FILE)]);
      const { stdout } = await run(promtool ?? '', ['test', 'rules', placeOf(TESTS_FILE)]);
      expect(stdout).toContain('SUCCESS');
    },
  );
});
