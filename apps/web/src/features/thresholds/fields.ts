import type { PolicyPath } from '@cull/core';

/** How a policy value is shown and edited; the limits are the API's. */
export type Field =
  | {
      readonly path: PolicyPath;
      readonly kind: 'number';
      readonly label: string;
      readonly min: number;
      readonly max: number;
      readonly step: number;
    }
  | { readonly path: PolicyPath; readonly kind: 'switch'; readonly label: string };

const DAY_SECONDS = 86_400;

export const FIELDS: readonly Field[] = [
  { path: 'killRatio', kind: 'number', label: 'Kill below, part of expected', min: 0.01, max: 1, step: 0.05 },
  { path: 'warnRatio', kind: 'number', label: 'Warn below, part of expected', min: 0.01, max: 1, step: 0.05 },
  { path: 'minInteractions', kind: 'number', label: 'Interactions needed', min: 1, max: 1_000_000, step: 1 },
  { path: 'minViews', kind: 'number', label: 'Views needed', min: 0, max: 1_000_000_000, step: 100 },
  { path: 'warmupSeconds', kind: 'number', label: 'Warm-up, seconds', min: 0, max: DAY_SECONDS, step: 5 },
  { path: 'consecutiveBreaches', kind: 'number', label: 'Breaches in a row', min: 1, max: 100, step: 1 },
  { path: 'windowSeconds', kind: 'number', label: 'Window, seconds', min: 1, max: DAY_SECONDS, step: 60 },
  {
    path: 'staleAfterSeconds',
    kind: 'number',
    label: 'Stale after, seconds',
    min: 1,
    max: DAY_SECONDS,
    step: 5,
  },
  { path: 'belowThreshold.enabled', kind: 'switch', label: 'Rule below_threshold' },
  { path: 'deletePost', kind: 'switch', label: 'Delete the post on a kill' },
];
