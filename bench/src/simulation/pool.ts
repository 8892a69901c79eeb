import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Answer, Job } from './parts';
import type { Plan } from './plan';
import type { RunJobs } from './simulate';

/** What a process is asked, one at a time. */
export interface Order {
  readonly job: Job;
  readonly plan: Plan;
}

/** Processes run TypeScript from source, whatever has started this one. */
const EXEC_ARGV = ['--enable-source-maps', '--import', 'tsx'];

/** Told what is being done, and how much of it is, 0 to 1. */
export type OnProgress = (job: Job, share: number) => void;

/** Returns how to simulate jobs in one process for each core. */
export function runInProcesses(onProgress: OnProgress): RunJobs {
  return async (jobs, plan) => {
    const waiting = [...jobs];
    const answers: Answer[] = [];
    const children = Array.from({ length: Math.min(availableParallelism(), jobs.length) }, () =>
      fork(new URL('worker.ts', import.meta.url), { execArgv: EXEC_ARGV, serialization: 'advanced' }),
    );
    const work = async (child: ChildProcess) => {
      for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
        answers.push(await ask(child, { job, plan }));
        onProgress(job, answers.length / jobs.length);
      }
    };
    try {
      await Promise.all(children.map(work));
    } finally {
      for (const child of children) child.kill();
    }
    return answers;
  };
}

/** What a process answers: a cell, or why there is none. */
export type Reply = { readonly answer: Answer } | { readonly error: string };

function ask(child: ChildProcess, order: Order): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a simulating process ended with code ${code}`));
    child.once('exit', onExit);
    child.once('message', (reply: Reply) => {
      child.off('exit', onExit);
      if ('answer' in reply) resolve(reply.answer);
      else reject(new Error(reply.error));
    });
    child.send(order);
  });
}
