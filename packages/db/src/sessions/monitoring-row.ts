import type { BehindCause, KillReason, MonitoringStatus } from '@cull/core';
import { DEFAULT_ACCOUNT } from '../accounts/accounts';
import { ENGINE_SUBJECT } from '../events/troubles';

/** A session as people and orchestrators are shown it. Instants are epoch milliseconds. */
export interface MonitoringRow {
  readonly id: string;
  readonly variantId: string;
  readonly personaId: string;
  readonly campaignId: string | null;
  /** The beginning of the post's text. */
  readonly excerpt: string | null;
  readonly postId: string;
  readonly source: 'threads' | 'http' | 'push';
  /** The account that it is read through; null for the environment's, and for pushed samples. */
  readonly accountId: string | null;
  readonly accountName: string | null;
  readonly status: MonitoringStatus;
  readonly expectedEngagementRate: number;
  /** Lower end of a learned expectation; null where the rate was given. */
  readonly expectedLow: number | null;
  readonly startedAt: number;
  readonly deadlineAt: number;
  readonly endedAt: number | null;
  readonly views: number | null;
  readonly interactions: number | null;
  readonly lastSampleAt: number | null;
  readonly breaches: number;
  readonly warned: boolean;
  readonly risk: number;
  readonly dataQuality: string;
  /** What `decodeEvidence` in core reads; null before the first reading. */
  readonly evidenceState: number[] | null;
  readonly interactionsDue: number | null;
  readonly wentBadAt: number | null;
  readonly checks: number;
  readonly longestGapMs: number;
  /** Between the last two checks, and as it was planned; null before there were two. */
  readonly checkGapMs: number | null;
  readonly wantedGapMs: number | null;
  /** Why the variants of its account are checked less often than planned; null while they are not, and after its end. */
  readonly behindCause: BehindCause | null;
  readonly holdoutDraw: number;
  readonly isSpared: boolean;
  /** As stored with the ending. */
  readonly timeOut: unknown;
  readonly extendedSeconds: number;
  readonly isProtected: boolean;
  readonly holdCause: string | null;
  readonly holdReason: KillReason | null;
  readonly holdSince: number | null;
  readonly killReason: KillReason | null;
  readonly killReasonText: string | null;
  readonly observedAt: number | null;
  readonly decidedAt: number | null;
  readonly completedAt: number | null;
  /** The policy that the session ended under, as stored; null while it is live. */
  readonly policy: unknown;
  readonly policyVersion: number | null;
  readonly laterViews: number | null;
  readonly laterInteractions: number | null;
  readonly regretted: boolean | null;
  readonly revivedAt: number | null;
  /** Null where there are none. */
  readonly killSteps: readonly KillStepRow[] | null;
  /** To the channels that are notified about the kill, which is one of its steps; null where there are none. */
  readonly deliveries: readonly KillDeliveryRow[] | null;
}

interface KillStepRow {
  readonly kind: 'remove_from_pool' | 'cancel_scheduled_posts' | 'delete_post';
  readonly state: 'pending' | 'done' | 'failed';
  readonly attempts: number;
  readonly error: string | null;
}

interface KillDeliveryRow {
  readonly state: 'pending' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly error: string | null;
  /** The channel's name. */
  readonly channel: string;
}

/** Characters of a post's text that a list needs. */
export const EXCERPT = 280;

/** What a statement selects from `variant_monitoring m` for a `MonitoringRow`. */
export const MONITORING_COLUMNS = `
  m.id, m.variant_id AS "variantId", m.persona_id AS "personaId", m.campaign_id AS "campaignId", m.post_id AS "postId",
  (SELECT left(v.content, ${EXCERPT}) FROM variants v WHERE v.id = m.variant_id) AS excerpt,
  m.source, m.account_id AS "accountId", (SELECT a.name FROM accounts a WHERE a.id = m.account_id) AS "accountName", m.status, m.expected_engagement_rate AS "expectedEngagementRate", m.expected_low AS "expectedLow",
  m.started_at AS "startedAt", m.deadline_at AS "deadlineAt", m.ended_at AS "endedAt", m.views, m.interactions,
  m.last_sample_at AS "lastSampleAt", m.breaches, m.warned, m.risk, m.data_quality AS "dataQuality",
  m.evidence_state AS "evidenceState", m.interactions_due AS "interactionsDue", m.went_bad_at AS "wentBadAt", m.checks,
  m.longest_gap_ms AS "longestGapMs", m.check_gap_ms AS "checkGapMs", m.wanted_gap_ms AS "wantedGapMs",
  CASE WHEN m.status = 'monitoring' AND m.source <> 'push' THEN
    (SELECT t.data->>'cause' FROM troubles t
     WHERE t.kind = 'behind' AND t.subject IN ('${ENGINE_SUBJECT}', coalesce(m.account_id::text, '${DEFAULT_ACCOUNT}'))
     ORDER BY t.subject = '${ENGINE_SUBJECT}' LIMIT 1) END AS "behindCause",
  m.holdout_draw AS "holdoutDraw", m.is_spared AS "isSpared",
  m.time_out AS "timeOut", m.extended_seconds AS "extendedSeconds", m.is_protected AS "isProtected",
  m.hold_cause AS "holdCause", m.hold_reason AS "holdReason", m.hold_since AS "holdSince",
  m.kill_reason AS "killReason", m.kill_reason_text AS "killReasonText", m.observed_at AS "observedAt",
  m.decided_at AS "decidedAt", m.completed_at AS "completedAt", m.policy, m.policy_version AS "policyVersion",
  m.later_views AS "laterViews", m.later_interactions AS "laterInteractions", m.regretted, m.revived_at AS "revivedAt",
  (SELECT json_agg(json_build_object('kind', s.kind, 'state', s.state, 'attempts', s.attempts, 'error', s.error)
                   ORDER BY s.kind)
   FROM kill_steps s WHERE s.monitoring_id = m.id) AS "killSteps",
  (SELECT json_agg(json_build_object('state', d.state, 'attempts', d.attempts, 'error', d.error, 'channel', c.name)
                   ORDER BY d.id)
   FROM deliveries d JOIN channels c ON c.id = d.channel_id
   WHERE d.monitoring_id = m.id AND d.event_type = 'variant.killed') AS "deliveries"`;
