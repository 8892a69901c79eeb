import { parse } from 'yaml';
import { z } from 'zod';
import { readText } from './repository';

const alertSchema = z.strictObject({
  alert: z.string().regex(/^Cull[A-Za-z]+$/),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.strictObject({ summary: z.string(), runbook_url: z.string() }),
});
const recordSchema = z.strictObject({ record: z.string().startsWith('cull:'), expr: z.string() });
const rulesSchema = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(z.union([alertSchema, recordSchema])) })),
});

export const RULES_FILE = 'deploy/prometheus/alerts.yaml';

/** Returns the alerts, and what is recorded for them. @throws Where the file is not as it has to be. */
export function alertRules() {
  const { groups } = rulesSchema.parse(parse(readText(RULES_FILE)));
  const rules = groups.flatMap((group) => group.rules);
  return {
    groups,
    alerts: rules.flatMap((rule) => ('alert' in rule ? [rule] : [])),
    records: rules.flatMap((rule) => ('record' in rule ? [rule] : [])),
  };
}
