import { type Cell, countOf, settings, simulateGrid, TO_KILL, TO_SPARE, TRAFFIC } from './grid';
import { measureEfficiency, measureFalseKills } from './guarantee';
import { type ComparedLine, comparePublished, PUBLISHED_LINES } from './published';
import type { Simulation } from './report';
import { readPackages, replayPackages } from './upworthy';

export interface SimulationPlan {
  readonly seed: number;
  /** In a cell. */
  readonly variants: number;
  /** Variants of which the evidence rule's promise is tried, and those for the mean views to a kill. */
  readonly healthyVariants: number;
  readonly badVariants: number;
  readonly traffic?: readonly number[];
  /** Path of the Upworthy packages. */
  readonly data: string | null;
}

/** Told what is being done, and how much of it is, 0 to 1. */
export type OnProgress = (doing: string, share: number) => void;

/** Runs all parts one after another. The same plan gives the same figures. */
export function runSimulation(plan: SimulationPlan, onProgress: OnProgress): Simulation {
  const { seed, variants, data, traffic = TRAFFIC } = plan;
  // First, so that a wrong path is known before minutes have passed.
  const packages = data === null ? null : readPackages(data);
  const published: ComparedLine[] = [];
  for (const line of comparePublished(seed, variants)) {
    published.push(line);
    onProgress('the table of the specification', published.length / PUBLISHED_LINES);
  }
  const falseKills = measureFalseKills(seed, plan.healthyVariants);
  onProgress('false kills under continuous looking', 1);
  const efficiency = measureEfficiency(seed, plan.badVariants, TO_KILL);
  onProgress('views to the kill', 1);
  const upworthy =
    packages && replayPackages(packages, seed, (share) => onProgress('Upworthy packages', share));
  const cells = simulateCells(plan, traffic, onProgress);
  return { seed, variants, published, falseKills, efficiency, upworthy, cells };
}

function simulateCells(
  { seed, variants }: SimulationPlan,
  traffic: readonly number[],
  onProgress: OnProgress,
): readonly Cell[] {
  const cells: Cell[] = [];
  const perSetting = TO_SPARE.length + TO_KILL.length;
  const all = settings(traffic).reduce((sum, setting) => sum + countOf(variants, setting) * perSetting, 0);
  let done = 0;
  for (const cell of simulateGrid(seed, variants, traffic)) {
    cells.push(cell);
    done += countOf(variants, cell.setting);
    onProgress('presets on every kind of account', done / all);
  }
  return cells;
}
