'use client';

import { CHANNEL_EVENT_TYPES, type ChannelEventType } from '@cull/core';
import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import classes from './channels.module.css';
import { eventTypesOf } from './event-types';

interface Props {
  value: readonly ChannelEventType[];
  /** Never called with none: a channel without events should be turned off. */
  onChange: (types: ChannelEventType[]) => void;
}

/** The events that a channel receives. */
export function EventTypes({ value, onChange }: Props) {
  const [isLastKept, setIsLastKept] = useState(false);
  return (
    <Checkbox.Group
      size="xs"
      label="Events"
      value={[...value]}
      onChange={(names) => {
        setIsLastKept(names.length === 0);
        if (names.length > 0) onChange(eventTypesOf(names));
      }}
      error={isLastKept && 'Select at least one event, or turn the channel off.'}
    >
      <div className={classes.eventTypes}>
        {CHANNEL_EVENT_TYPES.map((type) => (
          <Checkbox key={type} size="xs" value={type} label={type} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
