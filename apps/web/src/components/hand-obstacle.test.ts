import { describe, expect, it } from 'vitest';
import { obstacleTo } from './hand-obstacle';

const live = {
  monitoringId: 'a',
  status: 'monitoring',
  killReasonText: null,
  revivedAt: null,
  hold: null,
} as const;
const killed = { ...live, status: 'killed', killReasonText: 'Killed by user:ann: a wrong picture.' } as const;
const waiting = {
  ...live,
  hold: { cause: 'approval', reason: 'below_threshold', since: '2026-11-23T12:00:00Z' },
} as const;

describe('what stands in the way of a hand', () => {
  it.each([
    { action: 'kill', standing: live, says: null },
    { action: 'protect', standing: live, says: null },
    { action: 'kill', standing: killed, says: 'Meanwhile: Killed by user:ann: a wrong picture.' },
    {
      action: 'kill',
      standing: { ...live, status: 'timed_out' },
      says: 'Its window has ended since you opened this.',
    },
    {
      action: 'protect',
      standing: { ...live, monitoringId: 'b' },
      says: 'It was posted again since you opened this.',
    },
    { action: 'approve', standing: waiting, says: null },
    { action: 'dismiss', standing: live, says: 'It no longer waits for approval.' },
    { action: 'revive', standing: killed, says: null },
    {
      action: 'revive',
      standing: { ...killed, revivedAt: '2026-11-23T12:00:00Z' },
      says: /already restored it/,
    },
    { action: 'revive', standing: live, says: /posted again/ },
    { action: 'revive', standing: { ...killed, monitoringId: 'b' }, says: /posted again/ },
  ] as const)('$action: $says', ({ action, standing, says }) => {
    const obstacle = obstacleTo(action, standing, 'a');
    if (says instanceof RegExp) expect(obstacle).toMatch(says);
    else expect(obstacle).toBe(says);
  });
});
