import { MODES, ON_EXPIRY, type PolicyPath } from '@cull/core';

/** How a policy value is shown and edited; the limits are the API's. */
export type Field =
  | {
      readonly path: PolicyPath;
      /** A ratio may have a fraction, a whole number may not. */
      readonly kind: 'ratio' | 'whole';
      readonly label: string;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      /** What an empty field stands for; without it the field needs a number. */
      readonly empty?: string;
    }
  | {
      readonly path: PolicyPath;
      readonly kind: 'choice';
      readonly label: string;
      readonly choices: readonly string[];
    }
  | { readonly path: PolicyPath; readonly kind: 'switch'; readonly label: string };

const DAY_SECONDS = 86_400;
const RATIO = { kind: 'ratio', min: 0.001, max: 1, step: 0.05 } as const;
/** Workers keep the views of this long. */
const LAG = { kind: 'whole', min: 0, max: 120, step: 5 } as const;
const SECONDS = { kind: 'whole', max: DAY_SECONDS } as const;

export const FIELDS: readonly Field[] = [
  { path: 'mode', kind: 'choice', label: 'Mode', choices: MODES },
  { ...RATIO, path: 'killRatio', label: 'Kill below, part of expected' },
  { ...RATIO, path: 'warnRatio', label: 'Warn below, part of expected' },
  { path: 'minInteractions', kind: 'whole', label: 'Interactions needed', min: 1, max: 1_000_000, step: 1 },
  { path: 'minViews', kind: 'whole', label: 'Views needed', min: 0, max: 1_000_000_000, step: 100 },
  { ...SECONDS, path: 'warmupSeconds', label: 'Warm-up, seconds', min: 0, step: 5 },
  { path: 'consecutiveBreaches', kind: 'whole', label: 'Breaches in a row', min: 1, max: 100, step: 1 },
  { ...SECONDS, path: 'windowSeconds', label: 'Window, seconds', min: 1, step: 60 },
  { ...SECONDS, path: 'staleAfterSeconds', label: 'Stale after, seconds', min: 1, step: 5 },
  { path: 'belowThreshold.enabled', kind: 'switch', label: 'Rule “below the threshold”' },
  { ...LAG, path: 'belowThreshold.reactionLagSeconds', label: 'Reaction lag of “below”, seconds' },
  { path: 'evidence.enabled', kind: 'switch', label: 'Rule “evidence”' },
  { ...LAG, path: 'evidence.reactionLagSeconds', label: 'Reaction lag of evidence, seconds' },
  {
    path: 'evidence.alpha',
    kind: 'ratio',
    label: 'Accepted chance of a false kill',
    min: 1e-9,
    max: 0.5,
    step: 0.001,
  },
  { ...RATIO, path: 'evidence.healthyRatio', label: 'Healthy from, part of expected' },
  { path: 'evidence.dispersion', kind: 'ratio', label: 'Dispersion', min: 1, max: 100, step: 0.1 },
  {
    path: 'maxKillsPerMinute',
    kind: 'whole',
    label: 'Most kills a minute',
    min: 1,
    max: 1_000_000,
    step: 1,
    empty: 'no limit',
  },
  { path: 'minPoolSize', kind: 'whole', label: 'Smallest pool left', min: 0, max: 1_000_000, step: 1 },
  { ...SECONDS, path: 'approval.expirySeconds', label: 'Time to approve, seconds', min: 1, step: 10 },
  { path: 'approval.onExpiry', kind: 'choice', label: 'Without an answer', choices: ON_EXPIRY },
  { path: 'deletePost', kind: 'switch', label: 'Delete the post on a kill' },
];
