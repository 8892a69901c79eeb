import { clopperPearson, type ShareInterval } from '@cull/core';
import type { KillJudgement } from '@cull/db';
import type { z } from 'zod';
import type { killsOutput } from '../schemas/insights';
import { grouped } from './grouped';
import { sumOf } from './sum-of';

type Figures = z.output<typeof killsOutput>['total'];

/** Sums up kills and false kills, all together and for each reason. */
export function killFigures(judgements: readonly KillJudgement[]): Figures {
  return {
    ...countsOf(judgements),
    rules: grouped(judgements, ({ reason }) => reason).map(([reason, own]) => ({
      reason,
      ...countsOf(own),
    })),
  };
}

function countsOf(judgements: readonly KillJudgement[]) {
  const judged = sumOf(judgements, (own) => own.judged);
  const regretted = sumOf(judgements, (own) => own.regretted);
  return {
    kills: sumOf(judgements, (own) => own.kills),
    judged,
    regretted,
    falseShare: falseShareOf(regretted, judged),
  };
}

/** Returns the share of false verdicts among those judged with its exact 95% interval; null while none is judged. */
export function falseShareOf(wereFalse: number, judged: number): ShareInterval | null {
  return judged === 0 ? null : clopperPearson(wereFalse, judged);
}
