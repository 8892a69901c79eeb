'use client';

import { Checkbox, Group } from '@mantine/core';
import { EVENT_TYPES, type EventType, eventTypesOf } from './event-types';

interface Props {
  value: readonly EventType[];
  /** Never called with none: a channel that is told of nothing is to be switched off. */
  onChange: (types: EventType[]) => void;
}

/** The events that a channel is told of. */
export function EventTypes({ value, onChange }: Props) {
  return (
    <Checkbox.Group
      size="xs"
      label="Told of"
      value={[...value]}
      onChange={(names) => {
        if (names.length > 0) onChange(eventTypesOf(names));
      }}
    >
      <Group gap="xs" mt={4}>
        {EVENT_TYPES.map((type) => (
          <Checkbox key={type} size="xs" value={type} label={type} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
