import { everyViewOf } from './every-view';
import { type Answer, cellsOf, type Job, jobsOf, runJob } from './parts';
import type { Plan } from './plan';
import type { Simulation } from './report';
import { bandsOf } from './upworthy';

/** Simulates jobs in any order. */
export type RunJobs = (jobs: readonly Job[], plan: Plan) => Promise<readonly Answer[]>;

/** Simulates all jobs in this process, one after another. */
export const runHere: RunJobs = async (jobs, plan) => jobs.map((job) => runJob(job, plan));

/** Simulates every table. The same plan gives the same figures, however the jobs are run. */
export async function runSimulation(plan: Plan, runJobs: RunJobs = runHere): Promise<Simulation> {
  const answers = await runJobs(jobsOf(plan), plan);
  return {
    plan,
    timeToKill: cellsOf(answers, 'timeToKill'),
    falseKills: cellsOf(answers, 'falseKills'),
    everyView: everyViewOf(cellsOf(answers, 'everyView')),
    efficiency: cellsOf(answers, 'efficiency'),
    upworthy: plan.data === null ? null : bandsOf(cellsOf(answers, 'upworthy').flat()),
    siblings: cellsOf(answers, 'siblings'),
    kinds: cellsOf(answers, 'kinds'),
    busyAccount: cellsOf(answers, 'busyAccount'),
    presets: cellsOf(answers, 'presets'),
  };
}
