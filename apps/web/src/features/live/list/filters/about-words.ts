import { HOLD_WORDS } from '../../../../components/hold-words';
import { REASON_WORDS } from '../../../../components/kill-reasons';
import type { MonitoredVariant } from '../../../../trpc/types';

type About = Pick<MonitoredVariant, 'personaId' | 'campaignId' | 'accountName' | 'killReason' | 'hold'>;

/**
 * Returns where a variant belongs, and what killed it or blocked its kill: one that was spared has not simply passed.
 * `maya-runs · autumn · @maya.runs · evidence`.
 */
export function aboutWords({ personaId, campaignId, accountName, killReason, hold }: About): string {
  const account = accountName === null ? null : `@${accountName.replace(/^@/, '')}`;
  const reason =
    killReason !== null
      ? REASON_WORDS[killReason].toLowerCase()
      : hold && HOLD_WORDS[hold.cause].toLowerCase();
  return [personaId, campaignId, account, reason].filter((part) => part !== null).join(' · ');
}
