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
      'Kills below half of expected from 10 interactions on, at the first look that shows it; the evidence test catches the silent losers. Where reactions lag behind views it also kills healthy variants.',
    values: {
      consecutiveBreaches: 1,
      belowThreshold: { enabled: true, reactionLagSeconds: 0 },
      evidence: { enabled: true, alpha: 0.001 },
    },
  },
  {
    id: 'careful',
    name: 'Careful',
    description:
      'The same line, but interactions are held against the views of 15 seconds before, and three looks in a row have to show it; the evidence test accepts one wrong kill in 100 healthy variants.',
    values: {
      consecutiveBreaches: 3,
      belowThreshold: { enabled: true, reactionLagSeconds: 15 },
      evidence: { enabled: true, alpha: 0.01 },
    },
  },
  {
    id: 'evidence_only',
    name: 'Evidence only',
    description:
      'Kills only what is below half of expected and shown not to be healthy, with at most one wrong kill in 100 healthy variants, however often one looks.',
    values: {
      consecutiveBreaches: 1,
      belowThreshold: { enabled: false, reactionLagSeconds: 0 },
      evidence: { enabled: true, alpha: 0.01 },
    },
  },
]);
