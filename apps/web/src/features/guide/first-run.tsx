'use client';

import { Anchor, Button, List, Loader, Paper, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { Command } from '../../components/command';
import { useTRPC } from '../../trpc/provider';
import type { MonitoredVariant } from '../../trpc/types';
import { postCommand, sampleCommand } from './commands';
import { KeyStep } from './key-step';
import { PresetStep } from './preset-step';
import { useOrigin } from './use-origin';

const LOOK_EVERY_MS = 2_000;

/**
 * From nothing to a first variant, posted by the reader's own `curl`, and to its kill. Shows itself where nothing was
 * ever posted, and stays until it is put away.
 */
export function FirstRun() {
  const trpc = useTRPC();
  const origin = useOrigin();
  const [key, setKey] = useState<string | null>(null);
  const [wasEmpty, setWasEmpty] = useState(false);
  const [isOver, setIsOver] = useState(false);
  const newest = useQuery({
    ...trpc.monitoring.list.queryOptions({ sort: 'newest', limit: 1 }),
    enabled: !isOver,
    refetchInterval: ({ state }) => (wasEmpty || state.data?.items.length === 0 ? LOOK_EVERY_MS : false),
  });
  if (newest.data === undefined || isOver) return null;
  const [variant] = newest.data.items;
  if (variant === undefined && !wasEmpty) setWasEmpty(true);
  if (variant !== undefined && !wasEmpty) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="first-run">
      <Title order={2} size="h4" id="first-run" mb="xs">
        {variant === undefined ? 'See your first kill in one minute' : 'Cull is at work'}
      </Title>
      <List type="ordered" spacing="md" styles={{ itemWrapper: { display: 'block' } }}>
        <List.Item>
          <PresetStep />
        </List.Item>
        <List.Item>
          <KeyStep isDone={key !== null || variant !== undefined} onKey={setKey} />
        </List.Item>
        <List.Item>
          <Text size="sm" mb={6}>
            Report a post. Cull watches it for the next 10 minutes.
          </Text>
          <Command text={postCommand(origin, key)} name="the command that posts a variant" />
          <Arrival variant={variant} />
        </List.Item>
        {variant !== undefined && (
          <List.Item>
            <Text size="sm" mb={6}>
              Now let it fail: 12 interactions from 12,000 views are 0.1%, and 6% were expected. The command
              pushes that three times, since Careful asks for three checks in a row.
            </Text>
            <Command text={sampleCommand(origin, key)} name="the command that pushes a sample" />
            <Ending variant={variant} />
          </List.Item>
        )}
      </List>
      {variant !== undefined && (
        <Button mt="md" size="xs" variant="default" onClick={() => setIsOver(true)}>
          Dismiss this guide
        </Button>
      )}
    </Paper>
  );
}

/** Says that it waits, and what came. */
function Arrival({ variant }: { variant: MonitoredVariant | undefined }) {
  return (
    <Text size="sm" mt={6} role="status">
      {variant === undefined ? (
        <>
          <Loader size={12} aria-hidden /> Waiting for your first variant…
        </>
      ) : (
        <>
          <Done /> <VariantAnchor variantId={variant.variantId} /> is being watched.
        </>
      )}
    </Text>
  );
}

function Ending({ variant: { status, variantId } }: { variant: MonitoredVariant }) {
  if (status !== 'killed') {
    return (
      <Text size="sm" mt={6} role="status">
        <Loader size={12} aria-hidden /> Waiting for the sample…
      </Text>
    );
  }
  return (
    <Text size="sm" mt={6} role="status">
      <Done /> Killed. The page of <VariantAnchor variantId={variantId} /> says why.
    </Text>
  );
}

function Done() {
  return <IconCircleCheck size={16} color="var(--cull-good)" style={{ verticalAlign: -3 }} aria-hidden />;
}

function VariantAnchor({ variantId }: { variantId: string }) {
  return (
    <Anchor component={Link} href={`/variants/${encodeURIComponent(variantId)}`} inherit underline="always">
      {variantId}
    </Anchor>
  );
}
