'use client';

import { formatCount } from '@cull/core';
import { Anchor, Paper, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Filters } from './filters';

interface Props {
  filters: Filters;
  /** How many were looked through for the text. */
  searched: number;
  /** Whether more are looked through now. */
  isSearching: boolean;
}

/** Why there is nothing to see, and how to change that. */
export function EmptyList({ filters, searched, isSearching }: Props) {
  const { status, personaId, campaignId, killReason, verdict, text } = filters;
  if (text.trim() !== '') return <NoMatch text={text.trim()} searched={searched} isSearching={isSearching} />;
  if (personaId !== '' || campaignId !== '' || killReason !== null || verdict !== null) {
    return (
      <Empty title={isSearching ? 'Searching…' : 'Nothing matches'}>
        No such variant answers to these filters.
      </Empty>
    );
  }
  if (status === 'monitoring') return <NoneLive />;
  return <Empty title="None yet">Variants that ended like this will be listed here.</Empty>;
}

/** The list is a page of all there are: a variant outside it is reached by its id. */
function NoMatch({ text, searched, isSearching }: Omit<Props, 'filters'> & { text: string }) {
  return (
    <Empty title={isSearching ? 'Searching…' : 'Nothing matches'}>
      None of the {isSearching ? 'first ' : ''}
      {formatCount(searched)}
      {isSearching ? '' : ' listed here'}.{' '}
      <Anchor component={Link} href={`/variants/${encodeURIComponent(text)}`} size="sm" underline="always">
        Open the variant “{text}”
      </Anchor>
    </Empty>
  );
}

function NoneLive() {
  return (
    <Empty title="No variant is live">
      Variants are listed here from the moment they are posted.{' '}
      <Anchor href="/api/v1/docs" size="sm" underline="always">
        How to post one
      </Anchor>
    </Empty>
  );
}

function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper p="lg">
      <Stack gap={4}>
        <Title order={2} size="h5">
          {title}
        </Title>
        <Text size="sm" component="div">
          {children}
        </Text>
      </Stack>
    </Paper>
  );
}
