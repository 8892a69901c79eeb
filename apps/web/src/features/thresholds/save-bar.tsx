import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { SCOPE_CHOICES } from './scopes';
import type { Override } from './use-override';

const MAX_NOTE = 500;

/** By hours. */
const LASTING = [
  { value: '', label: 'Until it is changed' },
  { value: '1', label: 'For an hour' },
  { value: '24', label: 'For a day' },
  { value: '168', label: 'For a week' },
];

/** The note that every change needs, and what can be done with it. */
export function SaveBar({ override, canSave }: { override: Override; canSave: boolean }) {
  const { scopeType, scope, entered, note, hasOwn, expectedVersion, save, clear } = override;
  const hasNote = note.trim() !== '';
  return (
    <>
      <Group mt="sm" gap="xs" align="end">
        <TextInput
          label="Note"
          description="Why; it goes into the history"
          size="xs"
          maxLength={MAX_NOTE}
          value={note}
          onChange={(event) => override.setNote(event.currentTarget.value)}
          style={{ flex: '1 1 240px' }}
        />
        <NativeSelect
          label="Holds"
          description="The wider scopes hold again then"
          size="xs"
          data={LASTING}
          value={String(override.lastsHours ?? '')}
          onChange={({ currentTarget: { value } }) =>
            override.setLastsHours(value === '' ? null : Number(value))
          }
        />
        <Button type="submit" size="xs" loading={save.isPending} disabled={!canSave || !hasNote}>
          Save for {SCOPE_CHOICES.find(({ type }) => type === scopeType)?.button}
        </Button>
        {Object.keys(entered).length > 0 && (
          <Button size="xs" variant="default" onClick={override.discard}>
            Discard
          </Button>
        )}
        {hasOwn && (
          <Button
            size="xs"
            variant="default"
            loading={clear.isPending}
            disabled={!hasNote}
            onClick={() => clear.mutate({ scope, note, expectedVersion })}
          >
            Clear this override
          </Button>
        )}
      </Group>
      <Text size="xs" c="var(--cull-muted)" mt={6}>
        Takes effect at once, on variants already live too. A narrower scope wins over a wider one.
      </Text>
    </>
  );
}
