'use client';

import { Anchor, Skeleton, Text } from '@mantine/core';
import Link from 'next/link';
import { Instant } from '../../components/instant';
import { Panel } from '../../components/panel';
import { LateChecks } from '../../components/verdict';
import type { MonitoredVariant } from '../../trpc/types';
import { type Marker, markerWords, outcomeOf } from './markers';
import { OverrideChange } from './override-change';
import classes from './session-record.module.css';
import type { Curve } from './use-curve';

interface Props {
  session: Pick<MonitoredVariant, 'variantId' | 'timeOut'>;
  curve: Curve;
}

/** Everything that happened to a session, who did it and why, under the numbers that the curve has for it. */
export function SessionRecord({ session, curve: { query, markers } }: Props) {
  if (query.isPending) return <Skeleton height={96} />;
  return (
    <Panel title="Record">
      <ol className={classes.record} aria-label="Record">
        {markers.map((marker) => (
          <li key={`${marker.at} ${marker.type} ${marker.text}`} className={classes.entry}>
            <Entry session={session} marker={marker} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Entry({ session: { variantId, timeOut }, marker }: Pick<Props, 'session'> & { marker: Marker }) {
  const { at, type, text, actor, note, override } = marker;
  const outcome = outcomeOf(marker);
  const words = markerWords(marker, timeOut);
  return (
    <>
      <Text size="sm">
        <Instant at={at} />{' '}
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
        {note !== null && `: ${note}`}
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
