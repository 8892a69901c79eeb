'use client';

import { formatDuration } from '@cull/core';
import { Anchor, Skeleton, Text } from '@mantine/core';
import Link from 'next/link';
import { clockTime } from '../../../components/instant';
import { Panel } from '../../../components/panel';
import { LateChecks } from '../../../components/verdict';
import type { MonitoredVariant } from '../../../trpc/types';
import { type Marker, markerWords, outcomeOf } from '../curve/markers';
import { inkOf } from '../curve/marks';
import type { Curve } from '../curve/use-curve';
import classes from './activity.module.css';
import { OverrideChange } from './override-change';

interface Props {
  session: Pick<MonitoredVariant, 'variantId' | 'timeOut' | 'startedAt'>;
  curve: Curve;
}

/** Everything that happened to a session, in the order of time: who did it, and why. */
export function Activity({ session, curve: { query, markers } }: Props) {
  if (query.isPending) return <Skeleton height={96} />;
  return (
    <Panel title="Activity">
      <ol className={classes.activity} aria-label="Activity">
        {markers.map((marker) => (
          <li key={`${marker.at} ${marker.type} ${marker.text}`} className={classes.entry}>
            <span className={classes.dot} data-ink={inkOf(marker, session.timeOut)} aria-hidden />
            <Entry session={session} marker={marker} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Entry({ session, marker }: Pick<Props, 'session'> & { marker: Marker }) {
  const { variantId, timeOut, startedAt } = session;
  const { at, type, text, actor, note, override } = marker;
  const outcome = outcomeOf(marker);
  const words = markerWords(marker, timeOut);
  return (
    <>
      <Text size="sm">
        {outcome === null ? (
          words
        ) : (
          <Anchor
            component={Link}
            href={`/decisions?variant=${encodeURIComponent(variantId)}&outcome=${outcome}`}
            prefetch={false}
            inherit
            underline="always"
          >
            {words}
          </Anchor>
        )}
        {type === 'variant.timed_out' && <LateChecks timeOut={timeOut} />}
        {actor !== null && ` by ${actor}`}
        {note !== null && `: ${note}`}{' '}
        <time dateTime={at} title={new Date(at).toLocaleString()} className={classes.since}>
          {formatDuration(Math.max(0, Date.parse(at) - Date.parse(startedAt)))} · {clockTime(new Date(at))}
        </time>
      </Text>
      {outcome !== null && actor === null && (
        <Text size="xs" c="var(--cull-muted)">
          {text}
        </Text>
      )}
      {override !== null && <OverrideChange {...override} />}
    </>
  );
}
