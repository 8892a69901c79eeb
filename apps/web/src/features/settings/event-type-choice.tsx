'use client';

import { CHANNEL_EVENT_TYPES, type ChannelEventType } from '@cull/core';
import { Checkbox, Group } from '@mantine/core';
import { eventTypesOf } from './event-types';

interface Props {
  value: readonly ChannelEventType[];
  /** Never called with none: a channel that is told of nothing is to be switched off. */
  onChange: (types: ChannelEventType[]) => void;
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
        {CHANNEL_EVENT_TYPES.map((type) => (
          <Checkbox key={type} size="xs" value={type} label={type} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
