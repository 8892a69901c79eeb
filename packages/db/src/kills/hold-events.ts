import { approvalEndsAt, HOLD_CAUSES, KILL_REASONS } from '@cull/core';
import { z } from 'zod';
import type { NewEvent } from '../events/events';
import { toTimestamp } from '../system/database';
import { type DecisionRecord, eventOfDecision } from './decision-records';
import type { NewHold } from './holds';

const verdict = {
  reason: z.enum(KILL_REASONS).describe('The rule that asked for the kill.'),
  text: z.string().describe('Why, in a sentence, with the numbers.'),
  views: z.number().nullable(),
  interactions: z.number().nullable(),
  engagementRate: z.number().nullable(),
  expectedEngagementRate: z.number(),
  killThreshold: z.number().describe('The engagement rate below which it is killed.'),
  campaignId: z.string().nullable(),
  postId: z.string(),
};

/** The data of the events about kills that a rule asked for and something held back, by type. Fields may be added later. */
export const HOLD_EVENTS = {
  'variant.approval_requested': z
    .object({
      ...verdict,
      expiresAt: z.string().describe('Until when somebody may approve or dismiss it, ISO 8601.'),
      onExpiry: z.enum(['spare', 'kill']).describe('What happens without an answer.'),
    })
    .describe('A kill waits for somebody to approve or dismiss it.'),
  'variant.would_have_killed': z
    .object({ ...verdict, holdCause: z.enum(HOLD_CAUSES).describe('What blocked it.') })
    .describe('A rule asked for a kill, and something blocked it.'),
} as const;

/** The event of a kill that was held back, as its decision has it. */
export function eventOfHold({ progress, policy }: NewHold, record: DecisionRecord): NewEvent {
  switch (record.outcome) {
    case 'approval_requested': {
      const event = eventOfDecision('variant.approval_requested', record);
      const expiresAt = toTimestamp(approvalEndsAt(progress.hold, policy.values));
      return { ...event, data: { ...event.data, expiresAt, onExpiry: policy.values.approval.onExpiry } };
    }
    case 'dismissed':
      return eventOfDecision('variant.dismissed', record);
    default:
      return eventOfDecision('variant.would_have_killed', record);
  }
}
