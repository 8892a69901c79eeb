import type { AppRouter } from '@cull/api';
import type { PolicyValues } from '@cull/core';
import { Text } from '@mantine/core';
import type { inferRouterOutputs } from '@trpc/server';
import { Instant } from '../../components/instant';
import classes from './history.module.css';
import { differences, labelOf, valueWords } from './value-words';

type Version = inferRouterOutputs<AppRouter>['thresholds']['history']['items'][number];

interface Props {
  version: Version;
  /** What the version before it had. */
  before: PolicyValues;
}

/** One version of an override: who made it, when and why, and what it changed. */
export function Change({ version: { version, action, values, author, note, at, expiresAt }, before }: Props) {
  return (
    <div>
      <Text size="sm">
        <strong>Version {version}</strong>, <Instant at={at} />, {author}: {note}
      </Text>
      {action === 'clear' ? (
        <Text size="sm">Cleared: the wider scopes apply.</Text>
      ) : (
        <ul className={classes.differences}>
          {differences(before, values).map((difference) => (
            <li key={difference.path}>
              {labelOf(difference.path)}: <del>{valueWords(difference.before)}</del>{' '}
              <ins>{valueWords(difference.after)}</ins>
            </li>
          ))}
          {expiresAt !== null && (
            <li>
              Until <Instant at={expiresAt} />
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
