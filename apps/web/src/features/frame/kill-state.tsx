'use client';

import { Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { ActButton } from '../../components/act-button';
import { useEscape } from '../../components/use-escape';
import { useIsAtLeast } from '../../components/use-role';
import { useLive } from '../live/stream/live-store';
import { useEffective } from '../thresholds/use-overrides';
import classes from './kill-state.module.css';
import { killStateWords } from './kill-state-words';
import { PAUSES, reasonOr, useHalt } from './use-halt';

const EVERYTHING = {};
const NONE: never[] = [];
const MAX_REASON = 500;

/** Whether rules kill, and the one switch that pauses them all. */
export function KillState() {
  const halts = useLive(({ overview }) => overview?.halts) ?? NONE;
  const mode = useEffective(EVERYTHING).data?.values.mode;
  const mayAct = useIsAtLeast('operator');
  const [opened, setOpened] = useState(false);
  const { word, does, ink } = killStateWords(halts, mode, shortClock);
  useEscape(opened, () => setOpened(false));
  const isHalted = halts.some(({ scope }) => scope.id === null);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      closeOnEscape={false}
      position="bottom-end"
      width={260}
      trapFocus
      transitionProps={{ exitDuration: 0 }}
    >
      <Popover.Target>
        <button
          type="button"
          className={classes.state}
          data-ink={ink}
          onClick={() => setOpened(!opened)}
          title={does}
        >
          <span className={classes.dot} aria-hidden />
          <span className={classes.word}>{word}</span>
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={word}>
        <Stack gap="xs">
          <Text size="sm">{does}</Text>
          {mayAct && <Switches isHalted={isHalted} onDone={() => setOpened(false)} />}
          {!mayAct && (
            <Text size="xs" c="var(--cull-muted)">
              Operators can change it.
            </Text>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** In an emergency one press is enough; who has the time says why. */
function Switches({ isHalted, onDone }: { isHalted: boolean; onDone: () => void }) {
  const [reason, setReason] = useState('');
  const { pause, resume } = useHalt();
  const busy = pause.isPending || resume.isPending;
  return (
    <>
      <TextInput
        size="xs"
        label="Reason (optional)"
        maxLength={MAX_REASON}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {isHalted && (
        <ActButton
          color="good"
          loading={busy}
          onClick={() =>
            resume.mutate(reason.trim() === '' ? 'Resumed' : reason.trim(), { onSuccess: onDone })
          }
        >
          Resume kills
        </ActButton>
      )}
      {PAUSES.map((choice) => (
        <ActButton
          key={choice.words}
          variant="default"
          loading={busy}
          onClick={() =>
            pause.mutate({ minutes: choice.minutes, reason: reasonOr(reason, choice) }, { onSuccess: onDone })
          }
        >
          Pause kills {choice.minutes === null ? choice.words : `for ${choice.words}`}
        </ActButton>
      ))}
    </>
  );
}

function shortClock(instant: string): string {
  return new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
