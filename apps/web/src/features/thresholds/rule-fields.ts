import { DROP_ACTIONS } from '@cull/core';
import type { FieldGroup, SwitchField } from './field-types';

const RATIO = { kind: 'decimal', min: 0.001, max: 1, step: 0.05 } as const;
const DELAY = { kind: 'decimal', min: 0, max: 60, step: 0.5 } as const;

const BELOW_THRESHOLD: SwitchField = {
  path: 'belowThreshold.enabled',
  kind: 'switch',
  label: 'Rule “below threshold”',
};
const EVIDENCE: SwitchField = { path: 'evidence.enabled', kind: 'switch', label: 'Rule “evidence”' };

/** What the rules kill by. */
export const RULE_GROUPS: readonly FieldGroup[] = [
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
    about:
      'Kills when the data rules out a healthy rate: variants that never were healthy, and those that went bad.',
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
];
