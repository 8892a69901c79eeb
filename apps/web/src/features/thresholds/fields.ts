import { MODES, ON_EXPIRY, SIBLING_GUARDS } from '@cull/core';
import type { Field, FieldGroup } from './field-types';
import { RULE_GROUPS } from './rule-fields';

const DAY_SECONDS = 86_400;
const SECONDS = { kind: 'whole', max: DAY_SECONDS } as const;

export const GROUPS: readonly FieldGroup[] = [
  ...RULE_GROUPS,
  {
    title: 'When to judge',
    about: 'Kills only happen inside these limits.',
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
        label: 'Maximum kills a minute',
        min: 1,
        max: 1_000_000,
        step: 1,
        empty: 'no limit',
      },
      { path: 'minPoolSize', kind: 'whole', label: 'Minimum pool size', min: 0, max: 1_000_000, step: 1 },
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
        hint: 'With fewer, nothing is concluded.',
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
