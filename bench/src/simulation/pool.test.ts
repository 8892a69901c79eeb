import { describe, expect, it } from 'vitest';
import { jobsOf } from './parts';
import type { Plan } from './plan';
import { runInProcesses } from './pool';
import { runHere } from './simulate';

const PLAN: Plan = { seed: 7, scale: 0.01, data: null };

describe('a simulation in processes', { timeout: 60_000 }, () => {
  it('finds what it finds in one, and tells how far it is', async () => {
    const jobs = jobsOf(PLAN).filter(({ part }) => part === 'efficiency');
    const told: number[] = [];
    const answers = await runInProcesses((_, share) => told.push(share))(jobs, PLAN);
    const inOrder = [...answers].sort((a, b) => a.index - b.index);
    expect(inOrder).toEqual(await runHere(jobs, PLAN));
    expect(told).toHaveLength(jobs.length);
    expect(told.at(-1)).toBe(1);
  });

  it('fails with what went wrong in one of them', async () => {
    const plan = { ...PLAN, data: '/nowhere/packages.csv' };
    const jobs = jobsOf(plan).filter(({ part }) => part === 'upworthy');
    await expect(runInProcesses(() => {})(jobs.slice(0, 1), plan)).rejects.toThrow('/nowhere/packages.csv');
  });
});
