'use client';

import type { AppRouter } from '@cull/api';
import { CHANNEL_EVENT_TYPES } from '@cull/core';
import { Anchor, Group, Switch, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import Link from 'next/link';
import { useState } from 'react';
import { ActButton } from '../../components/act-button';
import { ConfirmControl } from '../../components/confirm-control';
import { Instant } from '../../components/instant';
import { ReasonControl } from '../../components/reason-control';
import { saidBesides } from '../../components/said';
import { useTRPC } from '../../trpc/provider';
import classes from './channels.module.css';
import { EventTypes } from './event-type-choice';
import { eventTypesOf } from './event-types';

export type Channel = inferRouterOutputs<AppRouter>['channels']['list']['items'][number];

interface Props {
  channel: Channel;
  onChange: (changed: Channel) => void;
  onRemoved: () => void;
  onSecret: (shown: { name: string; secret: string }) => void;
}

const STATES = {
  untried: { words: 'not tried yet', color: 'var(--cull-muted)' },
  working: { words: 'working', color: 'var(--cull-good)' },
  failing: { words: 'failing', color: 'var(--cull-kill)' },
  disabled: { words: 'off', color: 'var(--cull-kill)' },
} as const;

/** One channel: its state, its events, and its controls. */
export function ChannelRow({ channel, onChange, onRemoved, onSecret }: Props) {
  const { channelId, kind, name, url, slackChannel, state, failingSince, disabledReason, eventTypes } =
    channel;
  const trpc = useTRPC();
  const changed = {
    ...trpc.channels.update.mutationOptions(),
    onSuccess: onChange,
    // One after the other, as they were chosen.
    scope: { id: `channel ${channelId}` },
  };
  const turn = useMutation(changed);
  const tell = useMutation(changed);
  const isOn = (turn.isPending ? turn.variables.isEnabled : undefined) ?? state !== 'disabled';
  // Known at once, and not when the mutation says so: the next click builds on it.
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const toldOf = chosen ?? eventTypes;
  const test = useMutation({
    ...trpc.channels.test.mutationOptions(),
    onSuccess: () => {
      notifications.show({ message: `Test sent to ${name}. Check Deliveries for the result.` });
    },
  });
  const rotate = useMutation({ ...trpc.channels.rotateSecret.mutationOptions(), onSuccess: onSecret });
  const remove = useMutation({ ...trpc.channels.remove.mutationOptions(), onSuccess: onRemoved });
  const problem = turn.error ?? tell.error ?? test.error;
  return (
    <section className={classes.channel} aria-label={name}>
      <Group justify="space-between" gap="xs">
        <div className={classes.about}>
          <Text fw={600} className={classes.name}>
            {name}{' '}
            <Text span size="sm" fw={600} c={STATES[state].color}>
              {STATES[state].words}
            </Text>
          </Text>
          <Text size="sm" c="var(--cull-muted)" className={classes.address}>
            {kind === 'webhook' ? `webhook to ${url}` : `Slack, channel ${slackChannel}`}
          </Text>
          {failingSince !== null && (
            <Text size="sm">
              Nothing has arrived since <Instant at={failingSince} />.
            </Text>
          )}
          {disabledReason !== null && <Text size="sm">{disabledReason}</Text>}
        </div>
        <Group gap={6}>
          <Switch
            size="xs"
            label="On"
            aria-label={`${name} is on`}
            checked={isOn}
            onChange={(event) => turn.mutate({ channelId, isEnabled: event.currentTarget.checked })}
          />
          <ActButton
            size="compact-xs"
            variant="default"
            loading={test.isPending}
            onClick={() => test.mutate({ channelId })}
            aria-label={`Test ${name}`}
          >
            Test
          </ActButton>
          <Anchor component={Link} href={`/settings?section=deliveries&channel=${channelId}`} size="sm">
            Deliveries
          </Anchor>
          {kind === 'webhook' && (
            <ConfirmControl
              button="New secret"
              label={`New secret for ${name}`}
              does="Messages are signed with a new secret from now on."
              color="accent"
              problem={saidBesides(rotate.error?.message, [])}
              busy={rotate.isPending}
              act={() => rotate.mutateAsync({ channelId })}
            />
          )}
          <ReasonControl
            button="Remove"
            label={`Remove ${name}`}
            does="Removes the channel and its deliveries. Cull sends it nothing more."
            color="kill"
            problem={saidBesides(remove.error?.message, [])}
            busy={remove.isPending}
            act={(reason) => remove.mutateAsync({ channelId, reason })}
          />
        </Group>
      </Group>
      {problem !== null && (
        <Text size="sm" c="var(--cull-kill)" role="alert">
          {saidBesides(problem.message, [])}
        </Text>
      )}
      <details className={classes.events}>
        <summary>
          {toldOf.length} of {CHANNEL_EVENT_TYPES.length} events
        </summary>
        <EventTypes
          value={eventTypesOf(toldOf)}
          onChange={(types) => {
            setChosen(types);
            // Called for the last of several alone.
            tell.mutate({ channelId, eventTypes: types }, { onSettled: () => setChosen(null) });
          }}
        />
      </details>
    </section>
  );
}
