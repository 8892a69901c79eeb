'use client';

import { Progress, Text } from '@mantine/core';
import { formatAge } from '../../components/age';
import { Instant } from '../../components/instant';
import { Panel } from '../../components/panel';
import { Mark } from './mark';
import { SILENT_MS } from './silence';
import type { Status } from './status';
import classes from './system.module.css';

const STATES: Readonly<Record<string, string>> = {
  healthy: 'answers',
  slow_down: 'asks Cull to slow down',
  unhealthy: 'does not answer as it should',
};

/** Of a rate limit: from here on it is worth a look. */
const NEARLY_USED_PERCENT = 80;

/** How the sources of samples do, and how much of their rate limits is used. */
export function Sources({ status: { at, sources } }: { status: Status }) {
  return (
    <Panel title="Sources">
      {sources.length === 0 && <Text size="sm">No source has been called yet.</Text>}
      {sources.map(({ source, state, detail, since, updatedAt, retryAt, usedPercent }) => (
        <div key={source}>
          <Mark
            isWell={state === 'healthy' && !isSilent(at, updatedAt)}
            words={`${source} ${STATES[state] ?? state}${detail === null ? '.' : `: ${detail}`}`}
          />
          <Text size="sm" c="var(--cull-muted)" className={classes.details}>
            {isSilent(at, updatedAt) && (
              <Text span fw={600} c="var(--cull-kill)">
                So it was {formatAge(Date.parse(at) - Date.parse(updatedAt))} ago; no worker has reported
                since.{' '}
              </Text>
            )}
            Since <Instant at={since} />.
            {retryAt !== null && (
              <>
                {' '}
                Nothing is sent to it before <Instant at={retryAt} />.
              </>
            )}
          </Text>
          <div className={classes.details}>
            <RateLimit usedPercent={usedPercent} />
          </div>
        </div>
      ))}
      <Text size="sm" c="var(--cull-muted)" mt={6}>
        While a source is in trouble, Cull does not kill on its old data.
      </Text>
    </Panel>
  );
}

function isSilent(at: string, updatedAt: string): boolean {
  return Date.parse(at) - Date.parse(updatedAt) > SILENT_MS;
}

function RateLimit({ usedPercent }: { usedPercent: number | null }) {
  if (usedPercent === null) return <Text size="sm">Rate-limit usage not reported.</Text>;
  const isNearlyUsed = usedPercent >= NEARLY_USED_PERCENT;
  return (
    <>
      <Text size="sm" {...(isNearlyUsed && { fw: 700 })}>
        {Math.round(usedPercent)} % of its rate limit is used
        {isNearlyUsed && ': beyond it, checks come late or not at all'}.
      </Text>
      <Progress
        mt={4}
        maw={320}
        value={Math.min(100, usedPercent)}
        color={isNearlyUsed ? 'var(--cull-kill)' : 'var(--cull-accent)'}
        aria-label="Rate limit used"
      />
    </>
  );
}
