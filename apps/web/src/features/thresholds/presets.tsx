'use client';

import { PRESETS, pathsOf, valueAt } from '@cull/core';
import { Button, Group, Text, Tooltip } from '@mantine/core';
import type { Draft } from './draft';

/** Whole ways of killing, taken into the editor with one click; nothing holds until it is saved. */
export function Presets({ onChoose }: { onChoose: (values: Draft) => void }) {
  return (
    <Group gap="xs" mb="sm">
      <Text size="sm">Start with a preset:</Text>
      {PRESETS.map(({ id, name, description, values }) => (
        <Tooltip
          key={id}
          label={description}
          multiline
          maw={340}
          withArrow
          events={{ hover: true, focus: true, touch: true }}
        >
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`${name}: ${description}`}
            onClick={() =>
              onChoose(Object.fromEntries(pathsOf(values).map((path) => [path, valueAt(values, path)])))
            }
          >
            {name}
          </Button>
        </Tooltip>
      ))}
    </Group>
  );
}
