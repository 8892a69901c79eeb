'use client';

import { PRESETS } from '@cull/core';
import { Stack, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Caution } from '../../components/caution';
import { unbroken } from '../../components/unbroken';
import { useNow } from '../../components/use-now';
import { useTRPC } from '../../trpc/provider';
import { ApplyControl } from '../insights/apply-control';
import { useOverrides } from '../thresholds/use-overrides';
import { byPersona, type Dismissed, dismissing, type Notice, type PersonaNotices } from './by-persona';
import classes from './notices.module.css';

const REFETCH_MS = 30_000;
const NONE_DISMISSED: Dismissed = {};

/** What people should know about how Cull judges their variants, with the way out; nothing where all is well. */
export function Notices() {
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.insights.notices.queryOptions(), refetchInterval: REFETCH_MS });
  const now = useNow();
  const [dismissed, setDismissed] = useLocalStorage({
    key: 'cull-notices-dismissed',
    defaultValue: NONE_DISMISSED,
  });
  if (now === null || query.data === undefined) return null;
  const groups = byPersona(query.data.items, dismissed, now);
  if (groups.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Notices">
      {groups.map((group) => (
        <Bar
          key={group.personaId}
          {...group}
          onDismiss={() => setDismissed(dismissing(dismissed, group.notices, now))}
        />
      ))}
    </Stack>
  );
}

function Bar({ personaId, notices, onDismiss }: PersonaNotices & { onDismiss: () => void }) {
  return (
    <Caution
      title={personaId ?? 'Whole account'}
      withCloseButton
      closeButtonLabel={`Dismiss the notices of ${personaId ?? 'the whole account'} for a day`}
      onClose={onDismiss}
    >
      {notices.map((notice) => (
        <div key={notice.kind} className={classes.notice}>
          <Text size="sm">{unbroken(notice.text)}</Text>
          <Way notice={notice} />
        </div>
      ))}
    </Caution>
  );
}

/** The one click that ends what a notice reports; nothing where there is none. */
function Way({ notice: { kind, personaId, preset, values, text } }: { notice: Notice }) {
  const overrides = useOverrides();
  const chosen = PRESETS.find(({ id }) => id === preset);
  const wanted = chosen?.values ?? values;
  if (wanted === null || personaId === null || overrides.data === undefined) return null;
  const button = chosen === undefined ? 'Correct it' : `Switch to ${chosen.name}`;
  return (
    <div className={classes.way}>
      <ApplyControl
        key={kind}
        scope={{ type: 'persona', id: personaId }}
        values={wanted}
        button={button}
        label={`${button} for ${personaId}`}
        does={`Sets these values for the persona ${personaId}. They apply at once, also to variants that are live.`}
        restsOn={text}
        agreed="Done. This is active."
        overrides={overrides.data.items}
      />
    </div>
  );
}
