'use client';

import { AppShell, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { HandDialog } from '../../components/hand-dialog';
import { LiveAlerts } from '../alerts/live-alerts';
import { ConfirmDialog } from '../confirm/confirm-dialog';
import { GLOBAL, HaltControl } from '../live/halt-control';
import { useLive } from '../live/live-store';
import { AccountMenu } from './account-menu';
import { ConnectionState } from './connection-state';
import classes from './frame.module.css';
import { PageLinks } from './page-links';

/** What stands around every page: where one is, the switch that stops all kills, and how fresh the data is. */
export function Frame({ children }: { children: ReactNode }) {
  const isHalted = useLive(({ overview }) => overview?.halts.some(({ scope }) => scope.id === null) ?? false);
  return (
    <AppShell header={{ height: 48 }} padding="sm">
      <a href="#content" className={classes.skip}>
        To the content
      </a>
      <AppShell.Header px="sm">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <div className={classes.side}>
            <Text fw={800} size="lg" component="span">
              Cull
            </Text>
            <PageLinks />
          </div>
          <div className={classes.side}>
            {!isHalted && <HaltControl action="pause" scope={GLOBAL} />}
            <ConnectionState />
            <AccountMenu />
          </div>
        </Group>
      </AppShell.Header>
      <LiveAlerts />
      <AppShell.Main id="content">{children}</AppShell.Main>
      <HandDialog />
      <ConfirmDialog />
    </AppShell>
  );
}
