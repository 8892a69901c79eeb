import type { CheckContext } from './check-context';
import { formatCount, formatDuration } from './format';
import type { Policy } from './policy';
import { unreadableInWords } from './policy-layers';
import type { RuleReason } from './rule';
import { type Progress, type Session, sourceOf } from './session';
import { isExpectationSuspect } from './siblings';

export const HOLD_CAUSES = [
  'paused',
  'breaker',
  'protected',
  'policy_unreadable',
  'shadow',
  'approval',
  'spared',
  'min_pool_size',
  'holdout',
  'expectation_suspect',
] as const;
/** What keeps a kill that the rules ask for from being carried out. */
export type HoldCause = (typeof HOLD_CAUSES)[number];

/** A kill that the rules asked for and that was not carried out. */
export interface Hold {
  readonly cause: HoldCause;
  /** The rule that asked. */
  readonly reason: RuleReason;
  /** Since when this cause has held it back, epoch milliseconds. */
  readonly since: number;
}

/** A stop of all automatic kills: of everything, of one persona, or of one source. */
export interface Halt {
  /** `paused` by a person, `breaker` by Cull itself. */
  readonly kind: 'paused' | 'breaker';
  /** Null for everything. */
  readonly personaId: string | null;
  /** As `sourceOf` names it; null for all of them. */
  readonly source: string | null;
  readonly reason: string;
  readonly actor: string;
  /** Epoch milliseconds, as is `until`: when it ends by itself, or null for never. */
  readonly since: number;
  readonly until: number | null;
}

/** What a halt is told apart by. */
export type HaltedSession = Pick<Session, 'personaId' | 'source' | 'accountId'>;

/** The halt that a session's kills are under; a pause before the circuit breaker, since only a person ends it. */
export function haltFor(halts: readonly Halt[], session: HaltedSession, now: number): Halt | null {
  const inForce = halts.filter(
    (halt) =>
      (halt.personaId === null || halt.personaId === session.personaId) &&
      (halt.source === null || halt.source === sourceOf(session)) &&
      (halt.until === null || now < halt.until),
  );
  return inForce.find(({ kind }) => kind === 'paused') ?? inForce[0] ?? null;
}

/**
 * What keeps a due kill from being carried out; null where nothing does.
 * @param progress What kept it back at the check before, and whether it was spared.
 */
export function causeToHold(
  session: Pick<Session, 'isProtected' | 'holdoutDraw'>,
  { hold, isSpared }: Pick<Progress, 'hold' | 'isSpared'>,
  policy: Policy,
  { halt, unreadablePolicy, siblings }: Pick<CheckContext, 'halt' | 'unreadablePolicy' | 'siblings'>,
  now: number,
): HoldCause | null {
  if (halt !== null) return halt.kind;
  if (session.isProtected) return 'protected';
  // Whatever the rest says: what can't be read may ask for no kill.
  if (unreadablePolicy !== null) return 'policy_unreadable';
  if (policy.mode === 'off' || policy.mode === 'shadow') return 'shadow';
  // Once spared, always spared: otherwise a change of the rate would take back what is being measured.
  if (isSpared || session.holdoutDraw < policy.holdoutRate) return 'holdout';
  if (policy.siblings.guard === 'block' && isExpectationSuspect(siblings, policy))
    return 'expectation_suspect';
  switch (policy.mode) {
    case 'auto':
      return null;
    case 'approve': {
      if (hold?.cause === 'spared') return 'spared';
      if (!hasExpired(hold, policy, now)) return 'approval';
      return policy.approval.onExpiry === 'kill' ? null : 'spared';
    }
  }
}

/** Until when a person may approve or dismiss, epoch milliseconds. */
export function approvalEndsAt({ since }: Pick<Hold, 'since'>, { approval }: Policy): number {
  return since + approval.expirySeconds * 1000;
}

/** Whether a kill waits for approval and has waited for as long as the policy lets it. */
export function hasExpired(hold: Hold | null, policy: Policy, now: number): hold is Hold {
  return hold?.cause === 'approval' && now >= approvalEndsAt(hold, policy);
}

/** In words, why a kill was carried out that nobody had approved; null where it had waited for nobody. */
export function explainExpiry(hold: Hold | null, policy: Policy, now: number): string | null {
  if (policy.mode !== 'approve' || !hasExpired(hold, policy, now)) return null;
  return `${nobodyAnswered(policy)}, and the policy kills then`;
}

function nobodyAnswered({ approval }: Policy): string {
  return `nobody answered within ${formatDuration(approval.expirySeconds * 1000)}`;
}

/** In words, why a due kill is not carried out. */
export function explainHold(
  hold: Pick<Hold, 'cause' | 'since'>,
  policy: Policy,
  { halt, unreadablePolicy }: Pick<CheckContext, 'halt' | 'unreadablePolicy'>,
  now: number,
): string {
  switch (hold.cause) {
    case 'paused':
    case 'breaker':
      return halt === null ? 'kills were halted' : explainHalt(halt);
    case 'protected':
      return 'somebody has protected the variant';
    case 'policy_unreadable':
      return unreadablePolicy === null ? "its policy couldn't be read" : unreadableInWords(unreadablePolicy);
    case 'shadow':
      return 'the policy is in shadow mode, which only records';
    case 'approval': {
      const left = approvalEndsAt(hold, policy) - now;
      const then = policy.approval.onExpiry === 'kill' ? 'killed' : 'spared';
      return left > 0
        ? `it waits for approval, and is ${then} without an answer in ${formatDuration(left)}`
        : `${nobodyAnswered(policy)}, so it is ${then}`;
    }
    case 'spared':
      return `${nobodyAnswered(policy)}, so the policy spares it`;
    case 'holdout':
      return 'it is in the spare group, which measures how right the kills are';
    case 'expectation_suspect':
      return 'its siblings together are below the kill threshold, too, so the expected ER, the hour or the source may be wrong';
    case 'min_pool_size':
      return `the pool of its persona must not get smaller than ${formatCount(policy.minPoolSize)}`;
  }
}

function explainHalt({ kind, personaId, source, actor, reason }: Halt): string {
  const scope =
    personaId !== null
      ? `the kills of ${personaId}`
      : source === null
        ? 'all kills'
        : 'the kills of this source';
  return kind === 'paused'
    ? `${scope} were paused by ${actor}: ${reason}`
    : `the circuit breaker blocks ${scope}: ${reason}`;
}
