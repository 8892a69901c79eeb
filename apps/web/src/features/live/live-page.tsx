'use client';

import { Grid, Stack, Title, VisuallyHidden } from '@mantine/core';
import { DecisionFeed } from './decision-feed';
import { Strip } from './strip';
import { VariantList } from './variant-list';

/** Which variants are at risk, which were killed and why, how much was saved. */
export function LivePage() {
  return (
    <Stack gap="sm">
      <VisuallyHidden>
        <Title order={1}>Live variants</Title>
      </VisuallyHidden>
      <Strip />
      <Grid gap="sm">
        <Grid.Col span={{ base: 12, lg: 9 }}>
          <VariantList />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 3 }}>
          <DecisionFeed />
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
