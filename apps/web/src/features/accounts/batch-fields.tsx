'use client';

import { SimpleGrid, TextInput } from '@mantine/core';
import type { OptionsDraft } from './account-options';

interface Props {
  draft: OptionsDraft;
  onEdit: (change: Partial<OptionsDraft>) => void;
  said: (field: string) => string | undefined;
}

/** How many posts are read with one request, and which item of the answer is whose. */
export function BatchFields({ draft, onEdit, said }: Props) {
  return (
    <>
      <TextInput
        size="xs"
        label="Batch URL"
        description="With {postIds} in its path or query; asked in place of the URL above"
        placeholder="http://adaptor:8080/engagement?ids={postIds}"
        inputMode="url"
        maxLength={2_000}
        value={draft.batchUrl}
        onChange={(event) => onEdit({ batchUrl: event.currentTarget.value })}
        error={said('batch.url')}
      />
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <TextInput
          type="number"
          size="xs"
          label="Posts per request"
          placeholder="50"
          min={1}
          max={1_000}
          value={draft.batchSize}
          onChange={(event) => onEdit({ batchSize: event.currentTarget.value })}
          error={said('batch.size')}
        />
        <TextInput
          size="xs"
          label="Items"
          placeholder="/data"
          maxLength={500}
          value={draft.batchItems}
          onChange={(event) => onEdit({ batchItems: event.currentTarget.value })}
          error={said('batch.items')}
        />
        <TextInput
          size="xs"
          label="Id of an item"
          placeholder="/id"
          maxLength={500}
          value={draft.batchId}
          onChange={(event) => onEdit({ batchId: event.currentTarget.value })}
          error={said('batch.id')}
        />
      </SimpleGrid>
    </>
  );
}
