/** Interactions that were due and that came, of the posting or of a drop. */
export interface DueAndCame {
  readonly due: number;
  readonly came: number;
  /** Whether they are counted since the variant went bad. */
  readonly sinceDrop: boolean;
}

interface Explained {
  readonly interactions: number | null;
  readonly interactionsDue: number | null;
  readonly wentBadAt: number | null;
  readonly rules: readonly {
    readonly reason: string;
    readonly conditions: readonly { readonly id: string; readonly actual: number; readonly needed: number }[];
  }[];
}

interface Terms {
  readonly killRatio: number;
  readonly evidence: { readonly healthyRatio: number };
}

/**
 * Returns the two numbers that a decision comes down to: those since the drop where the variant went bad, else those
 * since the posting; null before the first reading, and for explanations of earlier versions.
 * @param policy The one that the explanation was made under.
 */
export function dueAndCame(explained: Explained, { killRatio, evidence }: Terms): DueAndCame | null {
  const { interactions, interactionsDue, wentBadAt, rules } = explained;
  const drop = rules
    .find(({ reason }) => reason === 'drop')
    ?.conditions.find(({ id }) => id === 'below_due_since_drop');
  // The condition asks for fewer than ρ of those due: what it needs, divided by ρ, was due.
  if (wentBadAt !== null && drop !== undefined)
    return { due: drop.needed / (killRatio / evidence.healthyRatio), came: drop.actual, sinceDrop: true };
  if (interactions === null || interactionsDue === null) return null;
  return { due: interactionsDue, came: interactions, sinceDrop: false };
}
