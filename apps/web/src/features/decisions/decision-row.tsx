// biome-ignore-all lint/a11y/noRedundantRoles: laid out as grids, tables and rows lose their roles in some browsers.
// biome-ignore-all lint/a11y/useSemanticElements: the elements are the right ones, and lose their roles as well.
'use client';

import type { AppRouter } from '@cull/api';
import { formatCount } from '@cull/core';
import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { HandControl } from '../../components/hand-control';
import { HOLD_WORDS } from '../../components/hold-words';
import { Instant } from '../../components/instant';
import { REASON_WORDS } from '../../components/kill-reasons';
import { RateBar } from '../../components/rate-bar';
import { LateChecks } from '../../components/verdict';
import { VariantTitle } from '../live/list/variant-title';
import { actorWords, timeToKill } from './decision-figures';
import { DecisionRecord } from './decision-record';
import classes from './decision-table.module.css';
import { choiceOf, OUTCOMES, outcomeLabel } from './outcomes';

export type Decision = inferRouterOutputs<AppRouter>['decisions']['list']['items'][number];

/** One decision in a line; opened, everything that is on record of it. */
export function DecisionRow({ decision }: { decision: Decision }) {
  const { decisionId, outcome, variantId, monitoringId, isRevivable, timeOut } = decision;
  const { expectedEngagementRate: expected, killThreshold, warnThreshold, views, interactions } = decision;
  const [isOpen, setIsOpen] = useState(false);
  const label = outcomeLabel(outcome, timeOut);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <tbody role="rowgroup" data-decision={decisionId} data-open={isOpen || undefined}>
      <tr role="row">
        <td role="cell" className={classes.time}>
          <Instant at={decision.decidedAt} />
        </td>
        <td role="cell" className={classes.outcome} data-ink={choiceOf(OUTCOMES, outcome)?.ink}>
          {label} <LateChecks timeOut={timeOut} />
        </td>
        <td role="cell" className={classes.variant}>
          <VariantTitle
            variantId={variantId}
            excerpt={decision.excerpt}
            about={[decision.personaId, decision.campaignId].filter((part) => part !== null).join(' · ')}
          />
        </td>
        <td role="cell" className={classes.rate}>
          <RateBar
            rate={decision.engagementRate}
            expected={expected}
            policy={{ killRatio: killThreshold / expected, warnRatio: warnThreshold / expected }}
          />
        </td>
        <td role="cell" className={classes.number} data-label="Interactions / views">
          {interactions === null ? '–' : formatCount(interactions)}
          <span className={classes.muted}> / </span>
          {views === null ? '–' : formatCount(views)}
        </td>
        <td role="cell" data-label="Rule">
          <Cause {...decision} />
        </td>
        <td role="cell" className={classes.number} data-label="Time to kill">
          {timeToKill(decision) ?? <span className={classes.muted}>–</span>}
        </td>
        <td role="cell" className={classes.by} data-label="By">
          {actorWords(decision.actor)}
          {decision.note !== null && (
            <span className={classes.note} title={decision.note}>
              {decision.note}
            </span>
          )}
        </td>
        <td role="cell" className={classes.controls}>
          {isRevivable && <HandControl action="revive" variantId={variantId} monitoringId={monitoringId} />}
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            c="var(--cull-text)"
            aria-expanded={isOpen}
            aria-label={`Record of ${variantId}, ${label}`}
            onClick={() => setIsOpen(!isOpen)}
          >
            <Chevron size={16} aria-hidden />
          </Button>
        </td>
      </tr>
      {isOpen && (
        <tr role="row" className={classes.opened}>
          <td role="cell" colSpan={9}>
            <DecisionRecord decision={decision} />
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** The rule that asked for it, and below it what blocked the kill. */
function Cause({ reason, holdCause }: Decision) {
  if (reason === null && holdCause === null) return <span className={classes.muted}>–</span>;
  return (
    <>
      {reason !== null && REASON_WORDS[reason]}
      {holdCause !== null && <span className={classes.note}>{HOLD_WORDS[holdCause]}</span>}
    </>
  );
}
