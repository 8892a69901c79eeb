'use client';

import { type ButtonProps, Group } from '@mantine/core';
import { HandControl } from '../../components/hand-control';
import type { MonitoredVariant } from '../../trpc/types';

interface Props {
  variant: MonitoredVariant;
  size?: ButtonProps['size'];
}

/** What can be done with a live variant without leaving the list. */
export function RowControls({ variant: { variantId, isProtected }, size = 'compact-xs' }: Props) {
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      <HandControl action={isProtected ? 'unprotect' : 'protect'} variantId={variantId} size={size} />
      <HandControl action="kill" variantId={variantId} size={size} />
    </Group>
  );
}
