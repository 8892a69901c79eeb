'use client';

import { AppShell } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { HandDialog } from '../../components/hand-dialog';
import { Mark } from '../../components/mark';
import { LiveAlerts } from '../alerts/live-alerts';
import { ConfirmDialog } from '../confirm/confirm-dialog';
import { PaletteButton } from '../palette/palette-button';
import { AccountMenu } from './account-menu';
import { ConnectionState } from './connection-state';
import classes from './frame.module.css';
import { KillState } from './kill-state';
import { NeedsYou } from './needs-you';
import { PageLinks } from './page-links';

interface Props {
  /** Where this Cull is, by which people tell one from another. */
  host: string;
  children: ReactNode;
}

/** What stands around every page: where one is, whether rules kill, what waits for a person, and how fresh the data is. */
export function Frame({ host, children }: Props) {
  return (
    <AppShell header={{ height: 52 }} padding={0}>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <AppShell.Header className={classes.header}>
        <div className={classes.side}>
          <Link href="/" prefetch={false} className={classes.brand}>
            <Mark />
            Cull
          </Link>
          <span className={classes.host} title={host}>
            {host}
          </span>
          <PageLinks />
        </div>
        <div className={classes.side}>
          <PaletteButton />
          <KillState />
          <NeedsYou />
          <ConnectionState />
          <AccountMenu />
        </div>
      </AppShell.Header>
      <LiveAlerts />
      <AppShell.Main id="content" className={classes.content}>
        {children}
      </AppShell.Main>
      <HandDialog />
      <ConfirmDialog />
    </AppShell>
  );
}
