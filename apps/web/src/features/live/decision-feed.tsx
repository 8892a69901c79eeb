'use client';

import type { EventFrame } from '@cull/api';
import { Anchor, Paper, ScrollArea, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useMemo } from 'react';
import { eventWords } from './event-words';
import { useLive } from './live-store';

const SHOWN = 60;

/** What happened, newest first, as it happens. */
export function DecisionFeed() {
  const events = useLive((state) => state.events);
  const told = useMemo(
    () =>
      events.flatMap((event) => {
        const words = eventWords(event);
        return words === null ? [] : [{ event, words }];
      }),
    [events],
  );
  return (
    <Paper withBorder component="section" aria-label="Decisions as they happen">
      <Title order={2} size="h6" p="sm" pb={4}>
        Decisions
      </Title>
      <ScrollArea.Autosize mah="calc(100dvh - 190px)" type="auto" viewportProps={{ tabIndex: 0 }}>
        <Stack gap={0} role="log" aria-live="polite" px="sm" pb="sm">
          {told.length === 0 && (
            <Text size="sm" c="var(--cull-muted)">
              Nothing yet.
            </Text>
          )}
          {told.slice(0, SHOWN).map(({ event, words }) => (
            <Entry key={event.id} event={event} {...words} />
          ))}
        </Stack>
      </ScrollArea.Autosize>
    </Paper>
  );
}

function Entry({
  event,
  title,
  text,
  colour,
}: {
  event: EventFrame;
  title: string;
  text: string;
  colour: string;
}) {
  return (
    <div style={{ padding: '6px 0', borderTop: '1px solid var(--cull-line)' }}>
      <Text size="xs" c="var(--cull-muted)">
        <time dateTime={event.at}>{new Date(event.at).toLocaleTimeString()}</time>{' '}
        <Text span fw={700} c={colour}>
          {title}
        </Text>{' '}
        {event.variantId !== null && (
          <Anchor component={Link} href={`/variants/${encodeURIComponent(event.variantId)}`} size="xs">
            {event.variantId}
          </Anchor>
        )}
      </Text>
      <Text size="sm" lh={1.35}>
        {text}
      </Text>
    </div>
  );
}
