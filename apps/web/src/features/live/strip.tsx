'use client';

import { formatCount } from '@cull/core';
import { Paper, Skeleton, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { formatAge } from '../../components/age';
import { useLive } from './live-store';
import classes from './strip.module.css';
import { useServerNow } from './use-server-now';

const SKELETON_HEIGHT = 54;

/** The day in one line. */
export function Strip() {
  const overview = useLive((state) => state.overview);
  const now = useServerNow();
  if (overview === null) return <Skeleton height={SKELETON_HEIGHT} />;
  const { monitoring, warned, killed, timedOut, killLatencyP95Ms, newestSampleAt, viewsSaved } = overview;
  const age = newestSampleAt === null || now === null ? null : now - Date.parse(newestSampleAt);
  return (
    <Paper withBorder component="section" aria-label="Overview">
      <dl className={classes.strip}>
        <Cell name="Monitoring" value={formatCount(monitoring)} hint="Variants being watched now" />
        <Cell
          name="Warned"
          value={formatCount(warned)}
          hint="Live variants below the warn line"
          {...(warned > 0 && { colour: 'var(--cull-warn)' })}
        />
        <Cell
          name="Killed, 24 h"
          value={formatCount(killed)}
          hint="Variants killed in the last 24 hours"
          {...(killed > 0 && { colour: 'var(--cull-kill)' })}
        />
        <Cell name="Timed out, 24 h" value={formatCount(timedOut)} hint="Variants that needed no kill" />
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
          value={formatCount(viewsSaved)}
          hint="Estimate: views that killed variants would still have got, at their rate so far, to their deadlines"
        />
      </dl>
    </Paper>
  );
}

function Cell({ name, value, hint, colour }: { name: string; value: string; hint: string; colour?: string }) {
  return (
    <Tooltip label={hint} multiline maw={260} withArrow events={{ hover: true, focus: true, touch: true }}>
      <div className={classes.cell}>
        <Text size="xs" c="var(--cull-muted)" component="dt" truncate>
          {name}
          <VisuallyHidden>: {hint}</VisuallyHidden>
        </Text>
        <Text size="lg" fw={700} lh={1.3} component="dd" m={0} {...(colour !== undefined && { c: colour })}>
          {value}
        </Text>
      </div>
    </Tooltip>
  );
}
