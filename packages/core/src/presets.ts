import type { PolicyValues } from './policy';

/** A way of killing that is offered with one click. */
export interface Preset {
  readonly id: 'literal' | 'careful' | 'evidence_only';
  readonly name: string;
  /** What it does and what it costs, in a sentence or two. */
  readonly description: string;
  /** Every preset sets the same values, so that choosing one leaves nothing of another behind. */
  readonly values: PolicyValues;
}

/** The default first. */
export const PRESETS: readonly Preset[] = Object.freeze([
  {
    id: 'literal',
    name: 'Literal',
    description:
      'Kills below half of expected from 10 interactions on, at the first check that shows it. Evidence catches silent losers; drops only warn. Where reactions take their time it also kills healthy variants.',
    values: {
      consecutiveBreaches: 1,
      belowThreshold: { enabled: true, reactionDelaySeconds: 0 },
      evidence: { enabled: true, alpha: 0.001 },
      drop: { action: 'warn' },
    },
  },
  {
    id: 'careful',
    name: 'Careful',
    description:
      'The same threshold, but views count only once they have had time to bring their reactions, and three checks in a row have to show it. Evidence and drops kill, with at most 1 false kill in 100 healthy variants.',
    values: {
      consecutiveBreaches: 3,
      belowThreshold: { enabled: true, reactionDelaySeconds: 7.5 },
      evidence: { enabled: true, alpha: 0.01 },
      drop: { action: 'kill' },
    },
  },
  {
    id: 'evidence_only',
    name: 'Evidence only',
    description:
      'Kills only what is shown not to be healthy, whether it never was or went bad, with at most 1 false kill in 100 healthy variants, however often it checks.',
    values: {
      consecutiveBreaches: 1,
      belowThreshold: { enabled: false, reactionDelaySeconds: 0 },
      evidence: { enabled: true, alpha: 0.01 },
      drop: { action: 'kill' },
    },
  },
]);
