'use client';

import { Stack, Title } from '@mantine/core';
import { ShortcutsHelp } from '../live/shortcuts-help';
import { Approvals } from './approvals';
import { DecisionList } from './decision-list';

/** Every ending, what was held back, and the kills that wait for a person. */
export function DecisionsPage() {
  return (
    <Stack gap="sm">
      <Title order={1} size="h3">
        Decisions
      </Title>
      <Approvals />
      <DecisionList />
      <ShortcutsHelp />
    </Stack>
  );
}
