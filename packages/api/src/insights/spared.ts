import { measureSpared, type SparedReport } from '@cull/core';
import type { SpareGroup } from '@cull/db';
import type { z } from 'zod';
import type { sparedOutput } from '../schemas/spared';
import { sumOf } from './sum-of';

type Figures = z.output<typeof sparedOutput>['total'];
type Member = SpareGroup['verdicts'][number] | SpareGroup['kills'][number];

/** Measures the kills of a spare group: all of it, or the part that `isMeant` picks. */
export function sparedFigures(
  { verdicts, kills }: SpareGroup,
  isMeant: (member: Member) => boolean,
): Figures {
  const carriedOut = sumOf(kills.filter(isMeant), (own) => own.kills);
  const { precision, avoided } = measureSpared(verdicts.filter(isMeant), carriedOut);
  return { ...precision, kills: carriedOut, avoided };
}

/** Returns the values of one field that the members of a spare group have, each once. */
export function namesIn<Name extends keyof Member & ('personaId' | 'reason')>(
  { verdicts, kills }: SpareGroup,
  name: Name,
): readonly Member[Name][] {
  return [...new Set([...verdicts, ...kills].map((member) => member[name]))].sort();
}

/** Returns the views and the spend that kills avoided; null where they are not known yet. */
export function avoidedFigures({ avoided }: Pick<SparedReport, 'avoided'>) {
  return {
    viewsAvoided: avoided.known ? avoided.views : null,
    spendAvoided: avoided.known ? avoided.spend : null,
  };
}
