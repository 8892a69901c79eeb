import { DROP_ACTIONS, MODES, ON_EXPIRY, type PolicyPath, SIBLING_GUARDS } from '@cull/core';

/** A value that is on or off. */
export interface SwitchField {
  readonly path: PolicyPath;
  readonly kind: 'switch';
  readonly label: string;
  readonly hint?: string;
}

/** How a policy value is shown and edited; the limits are the API's. */
export type Field =
  | SwitchField
  | {
      readonly path: PolicyPath;
      /** A decimal may have a fraction, a whole number may not. */
      readonly kind: 'decimal' | 'whole';
      readonly label: string;
      /** What it does, where the label doesn't say. */
      readonly hint?: string;
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
      readonly hint?: string;
      readonly choices: readonly string[];
    };

const DAY_SECONDS = 86_400;
const RATIO = { kind: 'decimal', min: 0.001, max: 1, step: 0.05 } as const;
const DELAY = { kind: 'decimal', min: 0, max: 60, step: 0.5 } as const;
const SECONDS = { kind: 'whole', max: DAY_SECONDS } as const;

const BELOW_THRESHOLD: SwitchField = {
  path: 'belowThreshold.enabled',
  kind: 'switch',
  label: 'Rule “below threshold”',
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
    title: 'Kill and warn',
    about: 'Compared with the expected engagement rate at every check.',
    fields: [
      { ...RATIO, path: 'killRatio', label: 'Kill below, part of expected' },
      { ...RATIO, path: 'warnRatio', label: 'Warn below, part of expected' },
      { path: 'consecutiveBreaches', kind: 'whole', label: 'Breaches in a row', min: 1, max: 100, step: 1 },
    ],
  },
  {
    title: BELOW_THRESHOLD.label,
    toggle: BELOW_THRESHOLD,
    about: 'Kills below the kill threshold, once there are enough interactions.',
    fields: [
      {
        path: 'minInteractions',
        kind: 'whole',
        label: 'Interactions needed',
        min: 1,
        max: 1_000_000,
        step: 1,
      },
      {
        ...DELAY,
        path: 'belowThreshold.reactionDelaySeconds',
        label: 'Reaction delay of “below threshold”, seconds',
        hint: 'Views count once they have had this long to bring a reaction. 0 counts them at once.',
      },
    ],
  },
  {
    title: EVIDENCE.label,
    toggle: EVIDENCE,
    about: 'Kills what is shown not to be healthy: variants that never were, and those that went bad.',
    fields: [
      {
        path: 'evidence.alpha',
        kind: 'decimal',
        label: 'Accepted chance of a false kill',
        hint: 'For each healthy variant, over its whole window.',
        min: 1e-9,
        max: 0.5,
        step: 0.001,
      },
      { ...RATIO, path: 'evidence.healthyRatio', label: 'Healthy from, part of expected' },
      {
        ...DELAY,
        path: 'evidence.reactionDelaySeconds',
        label: 'Reaction delay of evidence, seconds',
        hint: 'Mean time from a view to its reaction. Too long only costs time.',
      },
      {
        path: 'evidence.dispersion',
        kind: 'decimal',
        label: 'Dispersion',
        hint: 'How much several reactions of one viewer inflate the counts. 1 is one reaction each.',
        min: 1,
        max: 100,
        step: 0.1,
      },
      {
        path: 'drop.action',
        kind: 'choice',
        label: 'When a variant goes bad',
        hint: 'It was healthy and lost its audience. A kill shares the accepted chance above.',
        choices: DROP_ACTIONS,
      },
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
      {
        ...SECONDS,
        path: 'maxCheckIntervalSeconds',
        label: 'Longest gap between checks, seconds',
        hint: 'A variant that was checked less often says so when its window ends.',
        min: 1,
        step: 5,
      },
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
    title: 'Limits',
    about: 'Beyond these, kills are blocked.',
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
  {
    title: 'Siblings',
    about:
      'When a persona’s other live variants are below the kill threshold together, the expected ER, the hour or the source is suspect, not the variant.',
    fields: [
      {
        path: 'siblings.guard',
        kind: 'choice',
        label: 'While siblings are below, too',
        hint: '“warn” says so next to the figures, “block” blocks the kill.',
        choices: SIBLING_GUARDS,
      },
      {
        path: 'siblings.minSiblings',
        kind: 'whole',
        label: 'Siblings needed',
        hint: 'Fewer say nothing.',
        min: 2,
        max: 1_000,
        step: 1,
      },
    ],
  },
  {
    title: 'Spare group',
    about:
      'Spares some kill verdicts at random and watches those variants to the end. That measures how right the kills are, and what they save.',
    fields: [
      {
        path: 'holdoutRate',
        kind: 'decimal',
        label: 'Share of kills to spare',
        hint: '0.1 spares one in ten. At most 0.5.',
        min: 0,
        max: 0.5,
        step: 0.01,
      },
    ],
  },
];

export const FIELDS: readonly Field[] = GROUPS.flatMap(({ toggle, fields }) =>
  toggle === undefined ? fields : [toggle, ...fields],
);
