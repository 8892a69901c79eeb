'use client';

import type { ChannelEventType } from '@cull/core';
import { Checkbox, Text } from '@mantine/core';
import { useState } from 'react';
import classes from './channels.module.css';
import { EVENT_GROUPS, EVENT_NAMES, eventTypesOf } from './event-types';

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
      <div className={classes.eventGroups}>
        {EVENT_GROUPS.map(({ title, types }) => (
          <fieldset key={title} className={classes.eventGroup}>
            <legend>{title}</legend>
            {types.map((type) => (
              <Checkbox key={type} size="xs" value={type} label={<EventName type={type} />} />
            ))}
          </fieldset>
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** In words for people, and as programs receive it. */
function EventName({ type }: { type: ChannelEventType }) {
  return (
    <>
      {EVENT_NAMES[type]}{' '}
      <Text span size="xs" c="var(--cull-muted)">
        {type}
      </Text>
    </>
  );
}
