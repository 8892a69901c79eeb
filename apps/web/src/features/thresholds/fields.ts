import { MODES, ON_EXPIRY, type PolicyPath } from '@cull/core';

/** A value that is on or off. */
export interface SwitchField {
  readonly path: PolicyPath;
  readonly kind: 'switch';
  readonly label: string;
}

/** How a policy value is shown and edited; the limits are the API's. */
export type Field =
  | SwitchField
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
    };

const DAY_SECONDS = 86_400;
const RATIO = { kind: 'ratio', min: 0.001, max: 1, step: 0.05 } as const;
/** Workers keep the views of this long. */
const LAG = { kind: 'whole', min: 0, max: 120, step: 5 } as const;
const SECONDS = { kind: 'whole', max: DAY_SECONDS } as const;

const BELOW_THRESHOLD: SwitchField = {
  path: 'belowThreshold.enabled',
  kind: 'switch',
  label: 'Rule “below the threshold”',
};
const EVIDENCE: SwitchField = { path: 'evidence.enabled', kind: 'switch', label: 'Rule “evidence”' };

/** Values that are about the same thing. */
export interface FieldGroup {
  readonly title: string;
  /** Switches the whole group on and off. */
  readonly toggle?: SwitchField;
  /** What they do together, in a sentence. */
  readonly about: string;
  readonly fields: readonly Field[];
}

export const GROUPS: readonly FieldGroup[] = [
  {
    title: 'Lines',
    about: 'Held against the expected engagement rate, look by look.',
    fields: [
      { ...RATIO, path: 'killRatio', label: 'Kill below, part of expected' },
      { ...RATIO, path: 'warnRatio', label: 'Warn below, part of expected' },
      { path: 'consecutiveBreaches', kind: 'whole', label: 'Breaches in a row', min: 1, max: 100, step: 1 },
    ],
  },
  {
    title: BELOW_THRESHOLD.label,
    toggle: BELOW_THRESHOLD,
    about: 'Kills below the kill line, from so many interactions on.',
    fields: [
      {
        path: 'minInteractions',
        kind: 'whole',
        label: 'Interactions needed',
        min: 1,
        max: 1_000_000,
        step: 1,
      },
      { ...LAG, path: 'belowThreshold.reactionLagSeconds', label: 'Reaction lag of “below”, seconds' },
    ],
  },
  {
    title: EVIDENCE.label,
    toggle: EVIDENCE,
    about: 'Kills below the kill line what is shown not to be healthy, with few interactions too.',
    fields: [
      {
        path: 'evidence.alpha',
        kind: 'ratio',
        label: 'Accepted chance of a false kill',
        min: 1e-9,
        max: 0.5,
        step: 0.001,
      },
      { ...RATIO, path: 'evidence.healthyRatio', label: 'Healthy from, part of expected' },
      { ...LAG, path: 'evidence.reactionLagSeconds', label: 'Reaction lag of evidence, seconds' },
      { path: 'evidence.dispersion', kind: 'ratio', label: 'Dispersion', min: 1, max: 100, step: 0.1 },
    ],
  },
  {
    title: 'When to judge',
    about: 'Outside of these nothing is killed.',
    fields: [
      { ...SECONDS, path: 'windowSeconds', label: 'Window, seconds', min: 1, step: 60 },
      { ...SECONDS, path: 'warmupSeconds', label: 'Warm-up, seconds', min: 0, step: 5 },
      { path: 'minViews', kind: 'whole', label: 'Views needed', min: 0, max: 1_000_000_000, step: 100 },
      { ...SECONDS, path: 'staleAfterSeconds', label: 'Stale after, seconds', min: 1, step: 5 },
    ],
  },
  {
    title: 'What a breach does',
    about: 'Kills at once, asks a person, or only records it.',
    fields: [
      { path: 'mode', kind: 'choice', label: 'Mode', choices: MODES },
      { ...SECONDS, path: 'approval.expirySeconds', label: 'Time to approve, seconds', min: 1, step: 10 },
      { path: 'approval.onExpiry', kind: 'choice', label: 'Without an answer', choices: ON_EXPIRY },
      { path: 'deletePost', kind: 'switch', label: 'Delete the post on a kill' },
    ],
  },
  {
    title: 'At most',
    about: 'Beyond these, kills are held back.',
    fields: [
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
    ],
  },
];

export const FIELDS: readonly Field[] = GROUPS.flatMap(({ toggle, fields }) =>
  toggle === undefined ? fields : [toggle, ...fields],
);
