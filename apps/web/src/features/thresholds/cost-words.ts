import type { AppRouter } from '@cull/api';
import type { inferRouterOutputs } from '@trpc/server';
import { estimateWords } from '../../components/estimate-words';

type RuleCost = inferRouterOutputs<AppRouter>['insights']['costs']['total']['rules'][number];

/** Returns how many healthy variants a rule is expected to kill a day: "at most 0.04", "0.4 (0.1 to 0.9)". */
export function costWords({ falseKillsPerDay, basis }: Pick<RuleCost, 'falseKillsPerDay' | 'basis'>): string {
  if (falseKillsPerDay === null) return 'Not known yet';
  if (basis === 'bound') return atMost(falseKillsPerDay.high);
  return estimateWords(falseKillsPerDay, perDay);
}

/** Returns the days that costs are taken from, as they follow "the last". */
export function daysWords(days: number): string {
  return days === 1 ? 'day' : `${Number(days.toFixed(1))} days`;
}

function atMost(kills: number): string {
  return kills > 0 && kills < LEAST ? perDay(kills) : `at most ${perDay(kills)}`;
}

const LEAST = 0.005;

/** Half a kill a day is worth telling from a twentieth. */
function perDay(kills: number): string {
  if (kills === 0) return '0';
  if (kills < LEAST) return 'under 0.01';
  return kills < 10 ? String(Number(kills.toFixed(2))) : String(Math.round(kills));
}
