'use client';

import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { saidOf } from '../../components/said';
import { hasEndpoint, NO_ENDPOINT, type OptionsDraft, PRESETS } from './account-options';
import { BatchFields } from './batch-fields';

/** What the API calls the fields of an `http` account. */
export const ENDPOINT_FIELDS = [
  ...['preset', 'url', 'headers', 'views', 'interactions'],
  ...['batch.url', 'batch.size', 'batch.items', 'batch.id'],
].map((field) => `options.${field}`);

const NO_PRESET = { value: '', label: 'None: any endpoint that answers with JSON' };

interface Props {
  /** How the form begins. */
  initial: OptionsDraft;
  draft: OptionsDraft;
  onEdit: (change: Partial<OptionsDraft>) => void;
  refusal: string | undefined;
}

/** Where an `http` source is, and where in its answers the counters are. */
export function EndpointFields({ initial, draft, onEdit, refusal }: Props) {
  const said = (field: string) => saidOf(refusal, `options.${field}`);
  // A preset knows these, unless something else was given instead.
  const isOverridden = hasEndpoint(initial);
  const showsAll = draft.preset === '' || isOverridden;
  const choose = (preset: string) => onEdit({ preset, ...(preset !== '' && !isOverridden && NO_ENDPOINT) });
  return (
    <>
      <NativeSelect
        size="xs"
        label="Preset"
        description="A preset knows the URL and where the counters are"
        data={[NO_PRESET, ...PRESETS]}
        value={draft.preset}
        onChange={(event) => choose(event.currentTarget.value)}
        error={said('preset')}
      />
      {showsAll && (
        <>
          <TextInput
            size="xs"
            label="URL"
            description="With {postId} in its path or query"
            placeholder="http://adaptor:8080/engagement/{postId}"
            inputMode="url"
            maxLength={2_000}
            value={draft.url}
            onChange={(event) => onEdit({ url: event.currentTarget.value })}
            error={said('url')}
          />
          <TextInput
            size="xs"
            label="Views"
            description="A JSON Pointer to the view counter"
            placeholder="/impressions_count"
            maxLength={500}
            value={draft.views}
            onChange={(event) => onEdit({ views: event.currentTarget.value })}
            error={said('views')}
          />
          <Textarea
            size="xs"
            label="Interactions"
            description="JSON Pointers to counters that are added up, one per line"
            placeholder={'/likes_count\n/comments_count'}
            autosize
            minRows={2}
            value={draft.interactions}
            onChange={(event) => onEdit({ interactions: event.currentTarget.value })}
            error={said('interactions')}
          />
        </>
      )}
      <Textarea
        size="xs"
        label="Headers"
        description="Optional. Name: value, one per line. Values are encrypted at rest; (secret) keeps the current one"
        placeholder="X-Api-Key: …"
        autosize
        minRows={1}
        autoComplete="off"
        spellCheck={false}
        value={draft.headers}
        onChange={(event) => onEdit({ headers: event.currentTarget.value })}
        error={said('headers')}
      />
      {showsAll && (
        <Checkbox
          size="xs"
          label="Read many posts with one request"
          checked={draft.hasBatch}
          onChange={(event) => onEdit({ hasBatch: event.currentTarget.checked })}
        />
      )}
      {showsAll && draft.hasBatch && <BatchFields draft={draft} onEdit={onEdit} said={said} />}
    </>
  );
}
