import { formatCount } from '@cull/core';
import classes from './charts.module.css';
import type { Outcomes } from './outcomes';
import { percentOf } from './percent-of';

const STEPS = [
  ['posted', 'Posted', 'neutral'],
  ['read', 'With a reading', 'neutral'],
  ['killedByRules', 'Killed by a rule', 'kill'],
  ['followed', 'Read again until the end of the window', 'neutral'],
  ['falseKills', 'False kills', 'warn'],
] as const;

/** How many variants came how far; each step is part of the one above. */
export function Funnel({ funnel }: { funnel: Outcomes['funnel'] }) {
  const { posted } = funnel;
  return (
    <ol className={classes.rows}>
      {STEPS.map(([step, label, ink], index) => {
        const before = STEPS[index - 1]?.[0];
        return (
          <li key={step}>
            <span className={classes.rowLabel}>{label}</span>
            <span className={classes.track} aria-hidden>
              <span
                className={classes.fill}
                data-ink={ink}
                style={{ inlineSize: `${posted === 0 ? 0 : (funnel[step] / posted) * 100}%` }}
              />
            </span>
            <span className={classes.rowValue}>
              {formatCount(funnel[step])}
              {before !== undefined && funnel[before] > 0 && (
                <span className={classes.aside}>{percentOf(funnel[step], funnel[before])}</span>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
