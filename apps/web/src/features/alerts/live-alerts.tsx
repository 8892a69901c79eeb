'use client';

import type { EventFrame } from '@cull/api';
import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useLive } from '../live/stream/live-store';
import { newsInWords, newsOf } from './news';
import { notifyOf } from './notify';
import { playKillSound } from './sound';
import { useAlertChoices } from './use-alert-choices';

/** What comes within this time is told together: nobody can listen to ten at once. */
const GATHER_MS = 2_000;

/** Tells those who are not looking what was killed and what waits for them: screen readers always, others as they chose. */
export function LiveAlerts() {
  const { sound, notification } = useAlertChoices();
  const [words, setWords] = useState('');
  const tell = (news: readonly EventFrame[]) => {
    setWords(newsInWords(news));
    if (sound) playKillSound();
    if (notification) notifyOf(news);
  };
  useNews(tell);
  return (
    <VisuallyHidden role="status" aria-label="Alerts">
      {words}
    </VisuallyHidden>
  );
}

function useNews(tell: (news: readonly EventFrame[]) => void): void {
  const latestTell = useRef(tell);
  useEffect(() => {
    latestTell.current = tell;
  });
  useEffect(() => {
    const openedAt = Date.now();
    let gathered: EventFrame[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = useLive.subscribe(({ alerting, overview, clockAheadMs }, before) => {
      // Before the first overview nothing is known of the server's clock, and nothing is news yet.
      if (alerting === before.alerting || overview === null) return;
      gathered.push(...newsOf(alerting, before.alerting, openedAt - clockAheadMs));
      if (gathered.length === 0) return;
      timer ??= setTimeout(() => {
        latestTell.current(gathered);
        gathered = [];
        timer = undefined;
      }, GATHER_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, []);
}
