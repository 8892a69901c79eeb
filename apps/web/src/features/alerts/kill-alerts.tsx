'use client';

import type { EventFrame } from '@cull/api';
import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useLive } from '../live/live-store';
import { killWords, newKills } from './new-kills';
import { notifyOfKills } from './notify';
import { playKillSound } from './sound';
import { useAlertChoices } from './use-alert-choices';

/** Kills within this time are told of together: nobody can listen to ten at once. */
const GATHER_MS = 2_000;

/** Tells those who are not looking that something was killed: screen readers always, others as they chose. */
export function KillAlerts() {
  const { sound, notification } = useAlertChoices();
  const [words, setWords] = useState('');
  const tell = (kills: readonly EventFrame[]) => {
    setWords(killWords(kills));
    if (sound) playKillSound();
    if (notification) notifyOfKills(kills);
  };
  useNewKills(tell);
  return (
    <VisuallyHidden role="status" aria-label="Kills">
      {words}
    </VisuallyHidden>
  );
}

function useNewKills(tell: (kills: readonly EventFrame[]) => void): void {
  const latestTell = useRef(tell);
  useEffect(() => {
    latestTell.current = tell;
  });
  useEffect(() => {
    const openedAt = Date.now();
    let gathered: EventFrame[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = useLive.subscribe(({ kills, overview, clockAheadMs }, before) => {
      // Before the first overview nothing is known of the server's clock, and nothing is news yet.
      if (kills === before.kills || overview === null) return;
      gathered.push(...newKills(kills, before.kills, openedAt - clockAheadMs));
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
