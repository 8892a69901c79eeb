'use client';

import { Group } from '@mantine/core';
import { IconBroadcast, IconBroadcastOff, IconLoader } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatAge } from '../../components/age';
import { useNow } from '../../components/use-now';
import { useLive } from '../live/stream/live-store';
import classes from './frame.module.css';

/** Frames come every second; beyond this the page no longer shows the present. */
const OLD_AFTER_MS = 5_000;
const ICON = 16;

/** Whether what the page shows is live, and how old it is. */
export function ConnectionState() {
  const connection = useLive((state) => state.connection);
  const lastFrameAt = useLive((state) => state.lastFrameAt);
  const now = useNow();
  const age = lastFrameAt === null || now === null ? null : Math.max(0, now - lastFrameAt);
  const isLive = connection === 'live' && (age === null || age < OLD_AFTER_MS);
  if (age === null && connection !== 'broken') {
    return (
      <State icon={<IconLoader size={ICON} aria-hidden />} words="Connecting" color="var(--cull-muted)" />
    );
  }
  if (isLive) {
    return (
      <State
        icon={<IconBroadcast size={ICON} aria-hidden />}
        words="Live"
        age={age}
        color="var(--cull-good)"
      />
    );
  }
  return (
    <State
      icon={<IconBroadcastOff size={ICON} aria-hidden />}
      words="Reconnecting…"
      age={age}
      color="var(--cull-kill)"
    />
  );
}

interface Props {
  icon: ReactNode;
  words: string;
  color: string;
  age?: number | null;
}

/** The state is announced when it changes; the age next to it is not, as it changes every second. */
function State({ icon, words, color, age = null }: Props) {
  return (
    <Group gap={5} wrap="nowrap">
      <span className={classes.state} role="status" style={{ color }}>
        {icon}
        <span className={classes.words}>{words}</span>
      </span>
      <span className={classes.age}>
        {age !== null && (
          <>
            <span className={classes.lead}>data is </span>
            {formatAge(age)}
            <span className={classes.lead}> old</span>
          </>
        )}
      </span>
    </Group>
  );
}
