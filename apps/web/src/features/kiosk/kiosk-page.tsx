'use client';

import { Group, Stack, Title } from '@mantine/core';
import { ConnectionState } from '../frame/connection-state';
import { Strip } from '../live/strip';
import { Halts } from './halts';
import classes from './kiosk.module.css';
import { LatestKills } from './latest-kills';
import { Riskiest } from './riskiest';

/** The live page for a display on the wall: nothing to press, to be read from across the room. */
export function KioskPage() {
  return (
    <main className={classes.wall}>
      <Group justify="space-between">
        <Title order={1} size="h4">
          Cull
        </Title>
        <ConnectionState />
      </Group>
      <Stack gap="xs">
        <Halts />
        <Strip />
      </Stack>
      <div className={classes.columns}>
        <Riskiest />
        <LatestKills />
      </div>
    </main>
  );
}
