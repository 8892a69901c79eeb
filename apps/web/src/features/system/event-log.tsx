'use client';

import { NativeSelect, Text } from '@mantine/core';
import { Instant } from '../../components/instant';
import { Panel } from '../../components/panel';
import { useAddress } from '../../components/use-address';
import { eventWords } from '../live/event-words';
import { useLive } from '../live/live-store';
import { VariantLink } from '../live/variant-link';
import classes from './system.module.css';

const KINDS = [
  { value: '', label: 'Everything', prefix: '' },
  { value: 'variant', label: 'Variants', prefix: 'variant.' },
  { value: 'kills', label: 'Pauses', prefix: 'kills.' },
  { value: 'breaker', label: 'Breaker', prefix: 'breaker.' },
  { value: 'policy', label: 'Thresholds', prefix: 'policy.' },
  { value: 'source', label: 'Sources', prefix: 'source.' },
  { value: 'channel', label: 'Channels', prefix: 'channel.' },
] as const;

/** The log as it is written, newest first: what this tab has seen, and what came before it. */
export function EventLog() {
  const events = useLive((state) => state.events);
  const [get, change] = useAddress();
  const kind = KINDS.find(({ value }) => value === get('events')) ?? KINDS[0];
  const shown = events.filter(({ type }) => type.startsWith(kind.prefix));
  return (
    <Panel
      title="Event log"
      actions={
        <NativeSelect
          size="xs"
          aria-label="Kind of events"
          data={KINDS.map(({ value, label }) => ({ value, label }))}
          value={kind.value}
          onChange={(event) => change({ events: event.currentTarget.value })}
        />
      }
    >
      {shown.length === 0 && <Text size="sm">Nothing yet.</Text>}
      <ol className={classes.events}>
        {shown.map((event) => (
          <li key={event.id}>
            <Text size="xs" c="var(--cull-muted)">
              <Instant at={event.at} />
            </Text>
            <code>{event.type}</code>
            <span>{event.variantId !== null && <VariantLink variantId={event.variantId} />}</span>
            <Text size="sm">{eventWords(event)?.text}</Text>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
