import type { MonitoredVariant } from '../trpc/types';
import type { HandAction } from './hand-words';

type Standing = Pick<MonitoredVariant, 'monitoringId' | 'status' | 'killReasonText' | 'revivedAt' | 'hold'>;

/**
 * Why a person cannot do this any more, now that the variant stands like this; null where they can.
 * @param monitoringId The session that they had before them.
 */
export function obstacleTo(
  action: HandAction,
  { monitoringId: newest, status, killReasonText, revivedAt, hold }: Standing,
  monitoringId: string,
): string | null {
  if (action === 'revive') {
    if (status === 'monitoring' || monitoringId !== newest)
      return 'The variant was posted again, so this kill can no longer be undone.';
    if (revivedAt !== null) return 'Somebody has already restored it.';
    return status === 'killed' ? null : 'It was not killed.';
  }
  if (monitoringId !== newest) return 'It was posted again since you opened this.';
  switch (status) {
    case 'killed':
      return `Meanwhile: ${killReasonText ?? 'it was killed.'}`;
    case 'stopped':
      return 'Somebody has stopped its monitoring since you opened this.';
    case 'timed_out':
      return 'Its window has ended since you opened this.';
    case 'monitoring': {
      const asks = action === 'approve' || action === 'dismiss';
      return asks && hold?.cause !== 'approval' ? 'It no longer waits for approval.' : null;
    }
  }
}
