'use client';

import { formatDuration } from '@cull/core';
import { Group, Text } from '@mantine/core';
import { IconBroadcast, IconBroadcastOff, IconLoader } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useNow } from '../../components/use-now';
import { useLive } from '../live/live-store';

/** Frames come every second; beyond this the page no longer shows the present. */
const OLD_AFTER_MS = 5_000;

/** Whether what the page shows is live, and how old it is when it is not. */
export function ConnectionState() {
  const connection = useLive((state) => state.connection);
  const lastFrameAt = useLive((state) => state.lastFrameAt);
  const now = useNow();
  const age = lastFrameAt === null || now === null ? null : Math.max(0, now - lastFrameAt);
  const isLive = connection === 'live' && (age === null || age < OLD_AFTER_MS);
  if (lastFrameAt === null && connection !== 'broken') {
    return (
      <State icon={<IconLoader size={16} aria-hidden />} words="Connecting" colour="var(--cull-muted)" />
    );
  }
  if (isLive)
    return <State icon={<IconBroadcast size={16} aria-hidden />} words="Live" colour="var(--cull-good)" />;
  const words = age === null ? 'Reconnecting' : `Reconnecting, data is ${formatDuration(age)} old`;
  return <State icon={<IconBroadcastOff size={16} aria-hidden />} words={words} colour="var(--cull-kill)" />;
}

function State({ icon, words, colour }: { icon: ReactNode; words: string; colour: string }) {
  return (
    <Group gap={6} wrap="nowrap" c={colour} role="status">
      {icon}
      <Text size="sm" fw={600}>
        {words}
      </Text>
    </Group>
  );
}
