'use client';

import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

const ICON = 14;

/** Copies a variant's id. */
export function CopyId({ variantId }: { variantId: string }) {
  return (
    <CopyButton value={variantId}>
      {({ copied, copy }) => (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          c="var(--cull-muted)"
          onClick={copy}
          aria-label={copied ? 'Copied' : 'Copy the id'}
        >
          {copied ? <IconCheck size={ICON} aria-hidden /> : <IconCopy size={ICON} aria-hidden />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}
