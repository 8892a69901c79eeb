import { Alert, type AlertProps } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';

/** Something to know before the figures are acted upon; the library's own yellow titles are too faint to read. */
export function Caution(props: Omit<AlertProps, 'color' | 'icon'>) {
  return (
    <Alert
      py={6}
      role="note"
      {...props}
      color="warn"
      icon={<IconAlertTriangle size={18} color="var(--cull-warn)" />}
      styles={{ title: { color: 'var(--cull-text)' }, closeButton: { color: 'var(--cull-warn)' } }}
    />
  );
}
