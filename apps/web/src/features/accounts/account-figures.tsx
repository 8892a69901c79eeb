import { formatCount } from '@cull/core';
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Day, Instant } from '../../components/instant';
import { budgetWords, intervalWords, isLow } from './account-words';
import classes from './accounts.module.css';
import type { Account } from './types';

interface Figure {
  readonly name: string;
  readonly value: ReactNode;
  readonly notes?: readonly ReactNode[];
  readonly isLow?: boolean;
}

/** What is read through an account, how often, and what is left of its budgets and of its token's life. */
export function AccountFigures({ account }: { account: Account }) {
  const { live, checksPerSecond, checkIntervalSeconds, platform, deletes } = account;
  const figures: readonly Figure[] = [
    { name: 'Live variants', value: formatCount(live) },
    { name: 'Checks a second', value: checksPerSecond.toFixed(1) },
    { name: 'Checked every', value: intervalWords(checkIntervalSeconds) },
    callsFigure(account),
    platform === 'threads'
      ? budgetFigure('Deletes in 24 h', deletes)
      : { name: 'Deletes in 24 h', value: 'not possible', notes: ['The source is read-only'] },
    tokenFigure(account),
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(({ name, value, notes = [], isLow: isWarned = false }) => (
        <div key={name}>
          <Text size="xs" c="var(--cull-muted)" component="dt">
            {name}
          </Text>
          <Text
            size="sm"
            fw={600}
            component="dd"
            m={0}
            className={classes.name}
            {...(isWarned && { c: 'var(--cull-warn)' })}
          >
            {value}
          </Text>
          {notes.length > 0 && (
            <Text size="xs" c="var(--cull-muted)" component="dd" m={0}>
              {notes.map((note, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: they keep their order.
                <div key={index}>{note}</div>
              ))}
            </Text>
          )}
        </div>
      ))}
    </dl>
  );
}

function callsFigure({ calls, usedPercent }: Account): Figure {
  const figure = budgetFigure('Calls in 24 h', calls);
  if (usedPercent === null) return figure;
  const ownLimit = `${Math.round(usedPercent)}% of the source’s own limit`;
  return { ...figure, notes: [...(figure.notes ?? []), ownLimit] };
}

/** Only a budget that has a limit is waited for. */
function budgetFigure(name: string, budget: Account['calls']): Figure {
  const { used, limit, resetsAt } = budget;
  const isWaitedFor = used > 0 && limit !== null && resetsAt !== null;
  return {
    name,
    value: budgetWords(budget),
    isLow: isLow(budget),
    notes: isWaitedFor ? [after('Free again from', <Instant at={resetsAt} />)] : [],
  };
}

function tokenFigure({ hasToken, tokenExpiresAt, tokenRefreshedAt, state }: Account): Figure {
  const name = 'Token';
  if (!hasToken) return { name, value: 'none' };
  const notes = tokenRefreshedAt === null ? [] : [after('Current since', <Day at={tokenRefreshedAt} />)];
  if (tokenExpiresAt === null) return { name, value: 'unknown', notes };
  const isOver = Date.parse(tokenExpiresAt) <= Date.now();
  return {
    name,
    value: after(isOver ? 'expired' : 'expires', <Day at={tokenExpiresAt} />),
    isLow: state === 'token_expiring' || isOver,
    notes,
  };
}

function after(words: string, time: ReactNode): ReactNode {
  return (
    <>
      {words} {time}
    </>
  );
}
