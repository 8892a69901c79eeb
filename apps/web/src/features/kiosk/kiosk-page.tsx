'use client';

import { Title } from '@mantine/core';
import { Mark } from '../../components/mark';
import { useNow } from '../../components/use-now';
import { ConnectionState } from '../frame/connection-state';
import { KeyFigures } from '../live/figures/key-figures';
import { Halts } from './halts';
import classes from './kiosk.module.css';
import { LatestKills } from './latest-kills';
import { Riskiest } from './riskiest';

/** The live page for a display on the wall: nothing to press, to be read from across the room. */
export function KioskPage() {
  return (
    <main className={classes.wall}>
      <header className={classes.head}>
        <Mark />
        <Title order={1} size="h3">
          Cull
        </Title>
        <span className={classes.end}>
          <ConnectionState />
          <Clock />
        </span>
      </header>
      <div className={classes.top}>
        <Halts />
        <KeyFigures isLinked={false} />
      </div>
      <div className={classes.columns}>
        <Riskiest />
        <LatestKills />
      </div>
    </main>
  );
}

function Clock() {
  const now = useNow();
  if (now === null) return null;
  return (
    <time className={classes.clock}>
      {new Date(now).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
    </time>
  );
}
