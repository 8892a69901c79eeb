import { busyAccount } from './busy-account';
import { efficiency } from './efficiency';
import { everyView } from './every-view';
import { falseKills } from './false-kills';
import { kinds } from './kinds';
import type { Part, Plan } from './plan';
import { presets } from './presets';
import { siblings } from './siblings';
import { timeToKill } from './time-to-kill';
import { upworthy } from './upworthy';

/** All tables; those with the longest cells first, so that no process is left alone with one at the end. */
const PARTS = [
  everyView,
  siblings,
  upworthy,
  falseKills,
  timeToKill,
  presets,
  kinds,
  busyAccount,
  efficiency,
] as const;

type AnyPart = (typeof PARTS)[number];
export type PartName = AnyPart['name'];
/** A cell of the table with a name. */
export type CellOf<Name extends PartName> = ReturnType<Extract<AnyPart, { name: Name }>['run']>;

/** One cell that is to be simulated. */
export interface Job {
  readonly part: PartName;
  readonly index: number;
}

/** A simulated cell. */
export type Answer = { readonly [Name in PartName]: AnswerOf<Name> }[PartName];
type AnswerOf<Name extends PartName> = {
  readonly part: Name;
  readonly index: number;
  readonly cell: CellOf<Name>;
};

/** Returns every cell of a plan. @throws Where the plan's data can't be read. */
export function jobsOf(plan: Plan): readonly Job[] {
  return PARTS.flatMap((part) =>
    Array.from({ length: part.count(plan) }, (_, index) => ({ part: part.name, index })),
  );
}

/** Simulates one cell. */
export function runJob({ part, index }: Job, plan: Plan): Answer {
  switch (part) {
    case 'everyView':
      return answer(everyView, index, plan);
    case 'siblings':
      return answer(siblings, index, plan);
    case 'upworthy':
      return answer(upworthy, index, plan);
    case 'falseKills':
      return answer(falseKills, index, plan);
    case 'timeToKill':
      return answer(timeToKill, index, plan);
    case 'presets':
      return answer(presets, index, plan);
    case 'kinds':
      return answer(kinds, index, plan);
    case 'busyAccount':
      return answer(busyAccount, index, plan);
    case 'efficiency':
      return answer(efficiency, index, plan);
  }
}

function answer<Name extends PartName, Cell>(part: Part<Name, Cell>, index: number, plan: Plan) {
  return { part: part.name, index, cell: part.run(index, plan) };
}

/** Returns the cells of one table in their order, whatever the order in which they were simulated. */
export function cellsOf<Name extends PartName>(
  answers: readonly Answer[],
  name: Name,
): readonly CellOf<Name>[] {
  return answers
    .filter((found): found is Answer & AnswerOf<Name> => found.part === name)
    .sort((a, b) => a.index - b.index)
    .map(({ cell }) => cell);
}

/** Returns what the run says that it is doing. */
export function titleOf({ part }: Job): string {
  return PARTS.find(({ name }) => name === part)?.title ?? part;
}
