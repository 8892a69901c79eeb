'use client';

import type { EventFrame } from '@cull/api';
import { Anchor, Paper, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { memo, useMemo } from 'react';
import { Instant } from '../../components/instant';
import classes from './decision-feed.module.css';
import { eventWords } from './event-words';
import { useLive } from './live-store';

const SHOWN = 60;

/** What happened, newest first, as it happens. Silent for screen readers: the kills among it are told of elsewhere. */
export function DecisionFeed() {
  const events = useLive((state) => state.told);
  const isWaiting = useLive((state) => state.lastFrameAt === null);
  const told = useMemo(
    () =>
      events
        .flatMap((event) => {
          const words = eventWords(event);
          return words === null ? [] : [{ event, words }];
        })
        .slice(0, SHOWN),
    [events],
  );
  return (
    <Paper withBorder component="section" aria-label="Decisions as they happen" className={classes.feed}>
      <Title order={2} size="h6" px="sm" pt={8} pb={4}>
        Decisions
      </Title>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div role="log" aria-live="off" aria-label="Decisions" tabIndex={0} className={classes.entries}>
        {told.length === 0 && (
          <Text size="sm" c="var(--cull-muted)">
            {isWaiting ? 'Waiting for the server…' : 'Nothing yet.'}
          </Text>
        )}
        {told.map(({ event, words }) => (
          <Entry key={event.id} event={event} {...words} />
        ))}
      </div>
    </Paper>
  );
}

interface EntryProps {
  event: EventFrame;
  title: string;
  text: string;
  colour: string;
}

const Entry = memo(function Entry({ event, title, text, colour }: EntryProps) {
  return (
    <div className={classes.entry}>
      <Text size="xs" c="var(--cull-muted)">
        <Instant at={event.at} />{' '}
        <Text span inherit fw={700} c={colour}>
          {title}
        </Text>{' '}
        {event.variantId !== null && (
          <Anchor
            component={Link}
            href={`/variants/${encodeURIComponent(event.variantId)}`}
            prefetch={false}
            size="xs"
            underline="always"
          >
            {event.variantId}
          </Anchor>
        )}
      </Text>
      <Text size="xs" lh={1.4}>
        {text}
      </Text>
    </div>
  );
});
