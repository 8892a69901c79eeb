'use client';

import { PRESETS, type Preset } from '@cull/core';
import { Paper, SimpleGrid, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ActButton } from '../../components/act-button';
import { saidBesides } from '../../components/said';
import { unbroken } from '../../components/unbroken';
import { useIsAtLeast } from '../../components/use-role';
import { useTRPC } from '../../trpc/provider';
import { changesOf } from '../insights/overrides';
import { useOverrides } from '../thresholds/use-overrides';
import { SIMULATED } from './preset-figures';

const EVERYTHING = { type: 'global' } as const;

/** Asks which preset to begin with, with what each of them costs; who may not choose reads which one is active. */
export function PresetStep() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayChoose = useIsAtLeast('operator');
  const overrides = useOverrides();
  const [chosen, setChosen] = useState<Preset['id'] | null>(null);
  const set = useMutation({
    ...trpc.thresholds.set.mutationOptions(),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: trpc.thresholds.pathKey() }),
  });
  const choose = ({ id, name, values }: Preset) => {
    setChosen(id);
    set.mutate({ scope: EVERYTHING, values, note: `First run: begins with the preset ${name}` });
  };
  if (overrides.data === undefined) return null;
  const inForce = PRESETS.find(
    ({ values }) => changesOf(overrides.data.items, EVERYTHING, values).length === 0,
  );
  return (
    <>
      <Text size="sm" mb={6} role="status">
        {set.isSuccess && inForce !== undefined
          ? `${inForce.name} is active for everything. Change it any time under Thresholds.`
          : `Choose how Cull kills. ${inForce === undefined ? 'Your own values are active' : `${inForce.name} is active`} until you choose, and each choice can be changed under Thresholds.`}
      </Text>
      <SimpleGrid cols={{ base: 1, md: 3 }} spacing="xs">
        {PRESETS.map((preset) => (
          <Choice
            key={preset.id}
            preset={preset}
            isDefault={preset === PRESETS[0]}
            isInForce={preset === inForce}
            busy={set.isPending && chosen === preset.id}
            choose={mayChoose ? () => choose(preset) : null}
          />
        ))}
      </SimpleGrid>
      <Text size="xs" c="var(--cull-muted)" mt={6}>
        Simulated: 3,600 views a minute at first, an expected ER of 6%, reactions 5 s after their views. With
        few views, or reactions that come at once, Literal kills under 1% of healthy variants as well.
      </Text>
      {set.error !== null && (
        <Text size="sm" c="var(--cull-kill)" mt={6} role="alert">
          {saidBesides(set.error.message, [])}
        </Text>
      )}
    </>
  );
}

interface ChoiceProps {
  preset: Preset;
  isDefault: boolean;
  isInForce: boolean;
  busy: boolean;
  /** Null for those who may not. */
  choose: (() => void) | null;
}

function Choice({ preset: { id, name, description }, isDefault, isInForce, busy, choose }: ChoiceProps) {
  const { healthyKilled, badKilledAfter } = SIMULATED[id];
  return (
    <Paper withBorder p="sm" component="article" aria-label={name}>
      <Text size="sm" fw={600}>
        {name}
        {isDefault && ' (default)'}
        {isInForce && ', active'}
      </Text>
      <Text size="sm">
        Kills <strong>{healthyKilled}</strong> of healthy variants. Takes{' '}
        <strong>{unbroken(badKilledAfter)}</strong> to kill one at a quarter of expected.
      </Text>
      <Text size="xs" c="var(--cull-muted)" my={6}>
        {description}
      </Text>
      {choose !== null && (
        <ActButton variant={isInForce ? 'default' : 'filled'} loading={busy} onClick={choose}>
          Start with {name}
        </ActButton>
      )}
    </Paper>
  );
}
