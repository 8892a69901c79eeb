'use client';

import type { OverviewFrame } from '@cull/api';
import { formatCount, type Mode } from '@cull/core';
import { Paper, Skeleton, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { formatAge } from '../../components/age';
import { useEffective } from '../thresholds/use-overrides';
import { useLive } from './live-store';
import classes from './strip.module.css';
import { useServerNow } from './use-server-now';

const SKELETON_HEIGHT = 54;
const EVERYTHING = {};

/** The day in one line. */
export function Strip() {
  const overview = useLive((state) => state.overview);
  const now = useServerNow();
  const mode = useGlobalMode();
  if (overview === null) return <Skeleton height={SKELETON_HEIGHT} />;
  const { monitoring, warned, killed, timedOut, killLatencyP95Ms, newestSampleAt, viewsAvoided } = overview;
  const age = newestSampleAt === null || now === null ? null : now - Date.parse(newestSampleAt);
  return (
    <Paper withBorder component="section" aria-label="Overview">
      <dl className={classes.strip}>
        <Cell name="Auto-kill" {...ruleKills(overview, mode)} />
        <Cell name="Monitoring" value={formatCount(monitoring)} hint="Variants being watched now" />
        <Cell
          name="Warned"
          value={formatCount(warned)}
          hint="Live variants below the warn threshold"
          {...(warned > 0 && { colour: 'var(--cull-warn)' })}
        />
        <Cell
          name="Killed, 24 h"
          value={formatCount(killed)}
          hint="Variants killed in the last 24 hours"
          {...(killed > 0 && { colour: 'var(--cull-kill)' })}
        />
        <Cell
          name="Passed, 24 h"
          value={formatCount(timedOut)}
          hint="Variants whose window ended without a kill, those without enough data included"
        />
        <Cell
          name="p95 kill latency"
          value={killLatencyP95Ms === null ? '–' : `${(killLatencyP95Ms / 1_000).toFixed(2)} s`}
          hint="From the sample that decided a kill to its last step done; kills of the last 24 hours"
        />
        <Cell
          name="Newest sample"
          value={age === null ? '–' : `${formatAge(age)} ago`}
          hint="Age of the newest counters of any live variant"
        />
        <Cell
          name="Views saved, 24 h"
          {...(viewsAvoided === null
            ? {
                value: 'Not known yet',
                isUnknown: true,
                hint: 'Measured on variants whose kill was spared at random: 10 of them have to be watched to their end first',
              }
            : {
                value: formatCount(viewsAvoided.value),
                hint: `${formatCount(viewsAvoided.low)} to ${formatCount(viewsAvoided.high)} with 95% confidence, measured on variants whose kill was spared at random`,
              })}
        />
      </dl>
    </Paper>
  );
}

/** What becomes of kills that the rules ask for, where no layer below says otherwise. */
function useGlobalMode(): Mode | undefined {
  return useEffective(EVERYTHING).data?.values.mode;
}

const MODES = {
  auto: { value: 'On', hint: 'What breaches is killed at once (mode auto)' },
  approve: { value: 'To approve', hint: 'A person has to approve each kill (mode approve)' },
  shadow: { value: 'Shadow', hint: 'Kills are recorded, not carried out (mode shadow)' },
  off: { value: 'Off', hint: 'Nothing is judged (mode off)' },
} as const satisfies Record<Mode, { value: string; hint: string }>;

function ruleKills({ halts }: OverviewFrame, mode: Mode | undefined) {
  const halt = halts.find(({ scope }) => scope.id === null);
  if (halt !== undefined) {
    const value = halt.kind === 'paused' ? 'Paused' : 'Circuit breaker';
    return { value, hint: 'No rule kills now', colour: 'var(--cull-kill)' };
  }
  return mode === undefined ? { value: '–', hint: 'Not known yet' } : MODES[mode];
}

interface CellProps {
  name: string;
  value: string;
  hint: string;
  colour?: string;
  /** Whether the value is words in a figure's place. */
  isUnknown?: boolean;
}

function Cell({ name, value, hint, colour, isUnknown = false }: CellProps) {
  return (
    <Tooltip label={hint} multiline maw={260} withArrow events={{ hover: true, focus: true, touch: true }}>
      <div className={classes.cell}>
        <Text size="xs" c="var(--cull-muted)" component="dt">
          {name}
          <VisuallyHidden>: {hint}</VisuallyHidden>
        </Text>
        <Text
          size={isUnknown ? 'sm' : 'lg'}
          fw={isUnknown ? 400 : 700}
          lh={1.3}
          component="dd"
          m={0}
          {...(colour !== undefined && { c: colour })}
        >
          {value}
        </Text>
      </div>
    </Tooltip>
  );
}
