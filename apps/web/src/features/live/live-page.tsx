'use client';

import { Stack, Title, VisuallyHidden } from '@mantine/core';
import { FirstRun } from '../guide/first-run';
import { Notices } from '../notices/notices';
import { DecisionFeed } from './decision-feed';
import { HaltBar } from './halt-bar';
import classes from './live-page.module.css';
import { Strip } from './strip';
import { VariantList } from './variant-list';

/** Which variants are at risk, which were killed and why, how much was saved. */
export function LivePage() {
  return (
    <Stack gap="sm">
      <VisuallyHidden>
        <Title order={1}>Live variants</Title>
      </VisuallyHidden>
      <HaltBar />
      <Notices />
      <Strip />
      <FirstRun />
      <div className={classes.columns}>
        <VariantList />
        <DecisionFeed />
      </div>
    </Stack>
  );
}
