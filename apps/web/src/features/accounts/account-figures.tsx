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
  readonly note?: ReactNode;
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
      : { name: 'Deletes in 24 h', value: 'not possible', note: 'The source is read-only' },
    tokenFigure(account),
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(({ name, value, note, isLow: isWarned = false }) => (
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
          {note !== undefined && (
            <Text size="xs" c="var(--cull-muted)" component="dd" m={0}>
              {note}
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
  return { ...figure, note: `${Math.round(usedPercent)}% of the source’s own limit` };
}

/** Only a budget that has a limit is waited for. */
function budgetFigure(name: string, budget: Account['calls']): Figure {
  const { used, limit, resetsAt } = budget;
  return {
    name,
    value: budgetWords(budget),
    isLow: isLow(budget),
    ...(used > 0 &&
      limit !== null &&
      resetsAt !== null && {
        note: (
          <>
            Free again from <Instant at={resetsAt} />
          </>
        ),
      }),
  };
}

function tokenFigure({ hasToken, tokenExpiresAt, tokenRefreshedAt, state }: Account): Figure {
  const name = 'Token';
  if (!hasToken) return { name, value: 'none' };
  const refreshed = tokenRefreshedAt !== null && {
    note: (
      <>
        New since <Day at={tokenRefreshedAt} />
      </>
    ),
  };
  if (tokenExpiresAt === null) return { name, value: 'no known end', ...refreshed };
  const isOver = Date.parse(tokenExpiresAt) <= Date.now();
  return {
    name,
    value: (
      <>
        {isOver ? 'expired' : 'expires'} <Day at={tokenExpiresAt} />
      </>
    ),
    isLow: state === 'token_expiring' || isOver,
    ...refreshed,
  };
}
