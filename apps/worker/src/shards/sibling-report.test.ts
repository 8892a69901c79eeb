import { NO_INTERACTION_STEPS, NO_PROGRESS, type Session, SIBLINGS_FRESH_MS } from '@cull/core';
import { describe, expect, it } from 'vitest';
import { SiblingReport } from './sibling-report';
import type { HeldSession } from './state';

const NOW = Date.UTC(2026, 0, 1, 12);

function held(personaId: string, interactions: number, observedAt = NOW): HeldSession {
  const progress = { ...NO_PROGRESS, sample: { views: 1_000, interactions, observedAt } };
  const session: Session = {
    monitoringId: `${personaId}-${interactions}`,
    variantId: `${personaId}-${interactions}`,
    personaId,
    campaignId: null,
    postId: 'post',
    accountId: null,
    source: 'threads',
    expectedEngagementRate: 0.06,
    expectedLow: null,
    startedAt: NOW - 60_000,
    extendedSeconds: 0,
    isProtected: false,
    holdoutDraw: 1,
  };
  const stored = { progress, interactionsDue: 60, deadlineAt: NOW + 540_000 };
  return {
    session,
    progress,
    steps: NO_INTERACTION_STEPS,
    pace: null,
    failures: 0,
    refusals: 0,
    plannedBy: null,
    dueAt: 0,
    gap: null,
    urgency: 'first',
    stored,
  };
}

describe('a report of siblings', () => {
  it('adds up the fresh variants of each persona, and leaves out those without a reading', () => {
    const unread = held('ada', 1);
    unread.stored = { ...unread.stored, interactionsDue: null };
    const stale = held('ada', 2, NOW - SIBLINGS_FRESH_MS - 1);
    const groups = new SiblingReport().due(
      [held('ada', 10), held('ada', 20), held('ben', 5), unread, stale],
      NOW,
    );
    expect(groups).toEqual(
      new Map([
        ['ada', { variants: 2, interactions: 30, due: 120, worst: { interactions: 10, due: 60 } }],
        ['ben', { variants: 1, interactions: 5, due: 60, worst: { interactions: 5, due: 60 } }],
      ]),
    );
  });

  it('is due again when it changes, and in time to stay fresh', () => {
    const report = new SiblingReport();
    const write = (sessions: HeldSession[], at: number) => {
      const groups = report.due(sessions, at);
      if (groups !== null) report.written(groups, at);
      return groups !== null;
    };
    const known = [held('ada', 10)];
    expect([write(known, NOW), write(known, NOW + 1_000)]).toEqual([true, false]);
    expect(write([held('ada', 11)], NOW + 2_000)).toBe(true);
    expect(write([held('ada', 11)], NOW + 2_000 + SIBLINGS_FRESH_MS / 3)).toBe(true);
  });

  it('tells that a shard has become empty, once', () => {
    const report = new SiblingReport();
    for (const sessions of [[held('ada', 10)], []]) {
      const groups = report.due(sessions, NOW);
      expect(groups).not.toBeNull();
      if (groups !== null) report.written(groups, NOW);
    }
    expect(report.due([], NOW + SIBLINGS_FRESH_MS)).toBeNull();
  });
});
