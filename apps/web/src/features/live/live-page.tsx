'use client';

import { Skeleton, Title, VisuallyHidden } from '@mantine/core';
import dynamic from 'next/dynamic';
import { Notices } from '../notices/notices';
import { DecisionFeed } from './feed/decision-feed';
import { KeyFigures } from './figures/key-figures';
import { HaltBar } from './halts/halt-bar';
import { VariantList } from './list/variant-list';
import classes from './live-page.module.css';

/** Fetched once the page is there: the list comes first. */
const FleetPanel = dynamic(() => import('../boundary/fleet-panel').then((module) => module.FleetPanel), {
  ssr: false,
  loading: () => <Skeleton radius="md" className={classes.coming} />,
});

/** Until something is posted, and never again. */
const FirstRun = dynamic(() => import('../guide/first-run').then((module) => module.FirstRun), {
  ssr: false,
});

/** Which variants are at risk, which were killed and why, how much was saved. */
export function LivePage() {
  return (
    <div className={classes.page}>
      <VisuallyHidden>
        <Title order={1}>Live variants</Title>
      </VisuallyHidden>
      <HaltBar />
      <div className={classes.notices}>
        <Notices />
      </div>
      <KeyFigures />
      <FirstRun />
      <div className={classes.hero}>
        <FleetPanel />
        <DecisionFeed />
      </div>
      <VariantList />
    </div>
  );
}
