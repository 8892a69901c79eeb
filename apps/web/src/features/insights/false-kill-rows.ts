import type { AppRouter } from '@cull/api';
import type { inferRouterOutputs } from '@trpc/server';

type Kills = inferRouterOutputs<AppRouter>['insights']['kills'];
type Rule = Kills['total']['rules'][number];

/** The kills of one persona by one rule; a persona of null stands for all of them. */
export interface FalseKillRow extends Rule {
  readonly persona: string | null;
}

/** Returns a row for each rule of each persona, those of all personas first; where there is one persona, only its own. */
export function falseKillRows({
  total,
  personas,
}: Pick<Kills, 'total' | 'personas'>): readonly FalseKillRow[] {
  const groups = [
    ...(personas.length > 1 ? [{ persona: null, rules: total.rules }] : []),
    ...personas.map(({ personaId, rules }) => ({ persona: personaId, rules })),
  ];
  return groups.flatMap(({ persona, rules }) => rules.map((rule) => ({ ...rule, persona })));
}
