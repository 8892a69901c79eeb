'use client';

import { Paper, Stack } from '@mantine/core';
import type { MonitoredVariant } from '../../trpc/types';
import { useLatest } from '../live/use-latest';
import { useWatch } from '../live/use-watch';
import { ThresholdEditor } from '../thresholds/threshold-editor';
import { Figures } from './figures';
import { KillRecord } from './kill-record';
import { Message } from './message';
import { RateCurve } from './rate-curve';
import { SessionRecord } from './session-record';
import { Sessions } from './sessions';
import { Siblings } from './siblings';
import { useCurve } from './use-curve';
import { useExplanation } from './use-explanation';
import { VariantHeader } from './variant-header';
import classes from './variant-page.module.css';
import { Why } from './why';

const SCOPE_TYPES = ['variant', 'campaign', 'persona', 'global'] as const;
const WITHOUT_CAMPAIGN = ['variant', 'persona', 'global'] as const;

interface Props {
  session: MonitoredVariant;
  /** All of the variant's, newest first. */
  sessions: readonly MonitoredVariant[];
  /** What can be done is done to the newest. */
  isNewest: boolean;
}

/** One session of a variant: its curve, its reason, its record, and what can be done. */
export function SessionView({ session, sessions, isNewest }: Props) {
  const { variantId, personaId, campaignId } = session;
  useWatch('variant', [session]);
  const { variant } = useLatest(session);
  const curve = useCurve(variant);
  const explanation = useExplanation(variant);
  const isComing = curve.query.isPending || explanation.isPending;
  return (
    <Stack gap="sm" className={classes.page}>
      <VariantHeader variant={variant} isNewest={isNewest} />
      <Figures variant={variant} />
      <div className={classes.whole} data-coming={isComing || undefined}>
        <Stack gap="sm" className={classes.curve}>
          <Paper withBorder p="sm">
            <RateCurve session={variant} curve={curve} />
          </Paper>
          <Siblings session={variant} points={curve.points} />
          <SessionRecord session={variant} curve={curve} />
        </Stack>
        <Stack gap="sm" className={classes.reasons}>
          {sessions.length > 1 && <Sessions sessions={sessions} shown={session.monitoringId} />}
          <Why query={explanation} session={variant} />
          {/* By what its steps came with: the stream tells of the kill before them. */}
          {session.status === 'killed' && <KillRecord session={session} mayRetry={isNewest} />}
          <Message variantId={variantId} />
        </Stack>
        {isNewest && (
          <div className={classes.thresholds}>
            <ThresholdEditor
              subject={{ variantId, personaId, ...(campaignId !== null && { campaignId }) }}
              scopeTypes={campaignId === null ? WITHOUT_CAMPAIGN : SCOPE_TYPES}
            />
          </div>
        )}
      </div>
    </Stack>
  );
}
