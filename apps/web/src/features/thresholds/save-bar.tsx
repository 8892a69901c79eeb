import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ActButton } from '../../components/act-button';
import { clockTime } from '../../components/instant';
import { ClearControl } from './clear-control';
import type { AppliedScope, Lasting } from './override-drafts';
import classes from './save-bar.module.css';
import { SCOPE_CHOICES } from './scopes';
import type { Override } from './use-override';

const MAX_NOTE = 500;

const LASTING: readonly { value: string; label: string; lasting: Lasting }[] = [
  { value: 'until changed', label: 'Until it is changed', lasting: 'until changed' },
  { value: '1', label: 'For an hour', lasting: 1 },
  { value: '24', label: 'For a day', lasting: 24 },
  { value: '168', label: 'For a week', lasting: 168 },
];

/** The note that every change needs, and what can be done with it. */
export function SaveBar({ override, canSave }: { override: Override; canSave: boolean }) {
  const { scopeType, note, own, lasting, hasChanges, save } = override;
  const [wasTried, setWasTried] = useState(false);
  const lacksNote = wasTried && canSave && note.trim() === '';
  const choices = lastingChoices(own);
  return (
    <>
      <Group mt="sm" gap="xs" align="start">
        <TextInput
          label="Note"
          description="Why. Shown in the history"
          size="xs"
          required
          maxLength={MAX_NOTE}
          value={note}
          onChange={(event) => override.setNote(event.currentTarget.value)}
          error={lacksNote && 'needs a note that says why'}
          style={{ flex: '1 1 240px' }}
        />
        <NativeSelect
          label="Duration"
          description="All values of this override end together"
          size="xs"
          data={choices.map(({ value, label }) => ({ value, label }))}
          value={(choices.find((choice) => choice.lasting === lasting) ?? choices[0])?.value ?? ''}
          onChange={({ currentTarget: { value } }) =>
            override.setLasting(choices.find((choice) => choice.value === value)?.lasting ?? 'as it is')
          }
        />
        <Group gap="xs" className={classes.acts}>
          <ActButton
            type="submit"
            loading={save.isPending}
            disabled={!canSave}
            onClick={() => setWasTried(true)}
          >
            Save for {SCOPE_CHOICES.find(({ type }) => type === scopeType)?.button}
          </ActButton>
          {hasChanges && (
            <Button size="xs" variant="default" onClick={override.discard}>
              Discard
            </Button>
          )}
          {own !== undefined && <ClearControl scope={override.scope} version={own.version} />}
        </Group>
      </Group>
      <Text size="xs" c="var(--cull-muted)" mt={6}>
        Takes effect at once, on variants already live too. A narrower scope wins over a wider one.
      </Text>
    </>
  );
}

/** An override that ends by itself goes on to do so, unless somebody chooses otherwise. */
function lastingChoices(own: AppliedScope | undefined): typeof LASTING {
  if (own?.expiresAt == null) return LASTING;
  const label = `As it is, until ${clockTime(new Date(own.expiresAt))}`;
  return [{ value: 'as it is', label, lasting: 'as it is' }, ...LASTING];
}
