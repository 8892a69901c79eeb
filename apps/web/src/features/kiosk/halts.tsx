'use client';

import { Alert } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { haltTitle } from '../live/halts/halt-bar';
import { useLive } from '../live/stream/live-store';

/** What stops kills now. */
export function Halts() {
  const halts = useLive((state) => state.overview?.halts) ?? [];
  return halts.map((halt) => (
    <Alert
      key={`${halt.kind} ${halt.scope.id}`}
      color="kill"
      py={4}
      icon={<IconHandStop size={18} />}
      title={haltTitle(halt)}
    />
  ));
}
