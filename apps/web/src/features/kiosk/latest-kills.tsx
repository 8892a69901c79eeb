'use client';

import { Text, Title } from '@mantine/core';
import { Instant } from '../../components/instant';
import { eventWords } from '../live/feed/event-words';
import { useLive } from '../live/stream/live-store';
import classes from './kiosk.module.css';

/** More than fit on any display. */
const SHOWN = 10;

/** The newest kills, each with its reason. */
export function LatestKills() {
  const alerting = useLive((state) => state.alerting);
  const kills = alerting.filter(({ type }) => type === 'variant.killed');
  const isWaiting = useLive((state) => state.lastFrameAt === null);
  return (
    <section className={classes.part} aria-labelledby="kills">
      <Title order={2} size="h6" id="kills" className={classes.title}>
        Killed
      </Title>
      {kills.length === 0 && (
        <Text c="var(--cull-muted)">{isWaiting ? 'Waiting for the server…' : 'No recent kills.'}</Text>
      )}
      {kills.slice(0, SHOWN).map((event) => (
        <div key={event.id} className={classes.kill}>
          <Text size="sm" c="var(--cull-muted)">
            <Instant at={event.at} />{' '}
            <Text span inherit fw={600} c="var(--cull-kill)">
              {event.variantId}
            </Text>
          </Text>
          <Text size="xs" lh={1.35}>
            {eventWords(event)?.text}
          </Text>
        </div>
      ))}
    </section>
  );
}
