'use client';

import { useMemo } from 'react';
import { REASON_CHOICES } from '../../components/kill-reasons';
import { useAddress } from '../../components/use-address';
import { useSince } from '../../components/use-since';
import { choiceOf, OUTCOMES, PERIODS } from './outcomes';

const HOUR_MS = 3_600_000;

/** What the decisions are narrowed to, from the address, and as the API wants it. */
export function useDecisionFilter() {
  const [get, change] = useAddress();
  const entered = {
    outcome: get('outcome'),
    reason: get('reason'),
    persona: get('persona'),
    campaign: get('campaign'),
    variant: get('variant'),
    period: get('period'),
  };
  const { outcome, reason, persona, campaign, variant, period } = entered;
  const hours = choiceOf(PERIODS, period)?.hours;
  const since = useSince((hours ?? 0) * HOUR_MS);
  const filter = useMemo(() => {
    const known = {
      outcome: choiceOf(OUTCOMES, outcome)?.value,
      reason: choiceOf(REASON_CHOICES, reason)?.value,
    };
    return {
      ...(known.outcome !== undefined && { outcome: known.outcome }),
      ...(known.reason !== undefined && { reason: known.reason }),
      ...(persona !== '' && { personaId: persona }),
      ...(campaign !== '' && { campaignId: campaign }),
      ...(variant !== '' && { variantId: variant }),
      ...(hours !== undefined && { since }),
    };
  }, [outcome, reason, persona, campaign, variant, hours, since]);
  return { entered, change, filter };
}

export type DecisionFilter = ReturnType<typeof useDecisionFilter>;
