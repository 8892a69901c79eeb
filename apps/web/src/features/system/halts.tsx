'use client';

import { formatCountOf } from '@cull/core';
import { Anchor, Button, Group, Text, TextInput } from '@mantine/core';
import Link from 'next/link';
import { type FormEvent, Fragment, useState } from 'react';
import { Instant } from '../../components/instant';
import { Panel } from '../../components/panel';
import { useIsAtLeast } from '../../components/use-role';
import { haltTitle } from '../live/halts/halt-bar';
import { HaltControl, scopeOf } from '../live/halts/halt-control';
import { VariantLink } from '../live/list/variant-link';
import { Mark } from './mark';
import { lookedAt } from './silence';
import type { Status } from './status';
import classes from './system.module.css';

/** What stops automatic kills, with the way back, and a pause for one persona. */
export function Halts({ status }: { status: Status }) {
  const { halts, unreadablePolicies, waitingForApproval } = status;
  const mayAct = useIsAtLeast('operator');
  return (
    <Panel title="Kills">
      {halts.length === 0 && <Acting status={status} />}
      {halts.map((halt) => (
        <Group key={`${halt.kind} ${halt.scope.id}`} justify="space-between" gap="xs">
          <div>
            <Mark isWell={false} words={haltTitle(halt)} />
            <Text size="sm" c="var(--cull-muted)">
              {halt.actor}, since <Instant at={halt.since} />: {halt.reason}
            </Text>
          </div>
          {mayAct && <HaltControl action="resume" scope={scopeOf(halt.scope)} />}
        </Group>
      ))}
      {unreadablePolicies.map(({ scope, since, text }) => (
        <div key={`${scope.type} ${scope.id}`}>
          <Mark isWell={false} words={text} />
          <Text size="sm" c="var(--cull-muted)" className={classes.details}>
            Since <Instant at={since} />.{' '}
            <Anchor component={Link} href="/thresholds" inherit underline="always">
              Thresholds
            </Anchor>
          </Text>
        </div>
      ))}
      <GivenUp status={status} />
      <Text size="sm" className={classes.details}>
        {waitingForApproval === 0 ? (
          'No kill waits for approval.'
        ) : (
          <Anchor component={Link} href="/decisions" inherit underline="always">
            {waitingForApproval === 1 ? '1 kill waits' : `${waitingForApproval} kills wait`} for approval
          </Anchor>
        )}
      </Text>
      {mayAct && <PersonaPause />}
    </Panel>
  );
}

/** Nobody halts them; whether anybody is there to carry them out is another matter. */
function Acting({ status }: { status: Status }) {
  const { waits, late } = lookedAt(status);
  if (late.length === waits.length) {
    return <Mark isWell={false} words="Auto-kill isn’t working: no worker checks the variants." />;
  }
  if (late.length > 0) {
    return (
      <Mark
        isWell={false}
        words={`Auto-kill isn’t working in ${formatCountOf(late.length, 'shard')}: no worker checks them.`}
      />
    );
  }
  if (status.unreadablePolicies.some(({ scope }) => scope.type === 'global')) return null;
  return <Mark isWell words="Auto-kill is on." />;
}

function GivenUp({ status: { failedKillSteps, failedKillVariants } }: { status: Status }) {
  if (failedKillSteps === 0) return <Mark isWell words="No failed kill steps in the last 24 hours." />;
  return (
    <div>
      <Mark
        isWell={false}
        words={`${formatCountOf(failedKillSteps, 'kill step')} failed in the last 24 hours.`}
      />
      <Text size="sm" className={classes.details}>
        Last of{' '}
        {failedKillVariants.map((variantId, index) => (
          <Fragment key={variantId}>
            {index > 0 && ', '}
            <VariantLink variantId={variantId} />
          </Fragment>
        ))}
        .
      </Text>
    </div>
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
