import { Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';

const ICON = 16;

/** Whether something is well, as a sign and in words. */
export function Mark({ isWell, words }: { isWell: boolean; words: string }) {
  return (
    <Group gap={6} wrap="nowrap" align="start">
      {isWell ? (
        <IconCircleCheck
          size={ICON}
          color="var(--cull-good)"
          style={{ flex: 'none', marginTop: 3 }}
          aria-hidden
        />
      ) : (
        <IconAlertTriangle
          size={ICON}
          color="var(--cull-kill)"
          style={{ flex: 'none', marginTop: 3 }}
          aria-hidden
        />
      )}
      <Text size="sm" {...(!isWell && { fw: 700 })}>
        {words}
      </Text>
    </Group>
  );
}
