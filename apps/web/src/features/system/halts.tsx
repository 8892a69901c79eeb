'use client';

import { Button, Group, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Instant } from '../../components/instant';
import { Panel } from '../../components/panel';
import { useIsAtLeast } from '../../components/use-role';
import { haltTitle } from '../live/halt-bar';
import { GLOBAL, HaltControl } from '../live/halt-control';
import { Mark } from './mark';
import type { Status } from './status';

/** What stops kills by rules, with the way back, and a pause for one persona. */
export function Halts({ status: { halts, waitingForApproval, failedKillSteps } }: { status: Status }) {
  const mayAct = useIsAtLeast('operator');
  return (
    <Panel title="Kills">
      {halts.length === 0 && <Mark isWell words="Kills by rules are carried out." />}
      {halts.map((halt) => (
        <Group key={`${halt.kind} ${halt.scope.id}`} justify="space-between" gap="xs">
          <div>
            <Mark isWell={false} words={haltTitle(halt)} />
            <Text size="sm" c="var(--cull-muted)">
              {halt.actor}, since <Instant at={halt.since} />: {halt.reason}
            </Text>
          </div>
          {mayAct && (
            <HaltControl
              action="resume"
              scope={halt.scope.id === null ? GLOBAL : { type: 'persona', id: halt.scope.id }}
            />
          )}
        </Group>
      ))}
      <Mark
        isWell={failedKillSteps === 0}
        words={
          failedKillSteps === 0
            ? 'No step of a kill was given up in the last 24 hours.'
            : `${failedKillSteps} steps of kills were given up in the last 24 hours.`
        }
      />
      <Text size="sm">
        {waitingForApproval === 0 ? 'No kill waits' : `${waitingForApproval} kills wait`} for approval.
      </Text>
      {mayAct && <PersonaPause />}
    </Panel>
  );
}

function PersonaPause() {
  const [entered, setEntered] = useState('');
  const [personaId, setPersonaId] = useState<string | null>(null);
  const choose = (event: FormEvent) => {
    event.preventDefault();
    setPersonaId(entered.trim());
  };
  return (
    <form onSubmit={choose}>
      <Group gap="xs" mt="xs" align="end">
        <TextInput
          size="xs"
          label="Pause one persona"
          placeholder="Its id"
          maxLength={200}
          value={entered}
          onChange={(event) => {
            setEntered(event.currentTarget.value);
            setPersonaId(null);
          }}
        />
        {personaId === null ? (
          <Button type="submit" size="xs" variant="default" disabled={entered.trim() === ''}>
            Choose
          </Button>
        ) : (
          <HaltControl action="pause" scope={{ type: 'persona', id: personaId }} />
        )}
      </Group>
    </form>
  );
}
