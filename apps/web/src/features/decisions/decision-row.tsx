'use client';

import type { AppRouter } from '@cull/api';
import { Button, Group, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { HandControl } from '../../components/hand-control';
import { HOLD_WORDS } from '../../components/hold-words';
import { Instant } from '../../components/instant';
import { REASON_WORDS } from '../../components/kill-reasons';
import { unbroken } from '../../components/unbroken';
import { LateChecks } from '../../components/verdict';
import { VariantLink } from '../live/variant-link';
import { DecisionRecord } from './decision-record';
import classes from './decisions.module.css';
import { choiceOf, OUTCOMES, outcomeLabel } from './outcomes';

export type Decision = inferRouterOutputs<AppRouter>['decisions']['list']['items'][number];

/** One decision in a line or two; opened, everything that is on record of it. */
export function DecisionRow({ decision }: { decision: Decision }) {
  const { decisionId, outcome, variantId, personaId, campaignId, text, actor, note, decidedAt } = decision;
  const { monitoringId, isRevivable, reason, holdCause, timeOut } = decision;
  const [isOpen, setIsOpen] = useState(false);
  const label = outcomeLabel(outcome, timeOut);
  const cause = holdCause !== null ? HOLD_WORDS[holdCause] : reason !== null ? REASON_WORDS[reason] : null;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li className={classes.decision}>
      <div className={classes.line}>
        <Text size="xs" c="var(--cull-muted)" className={classes.time}>
          <Instant at={decidedAt} />
        </Text>
        <div>
          <Text size="sm" fw={600} c={choiceOf(OUTCOMES, outcome)?.colour ?? 'inherit'}>
            {label} <LateChecks timeOut={timeOut} />
          </Text>
          {cause !== null && (
            <Text size="xs" c="var(--cull-muted)">
              {cause}
            </Text>
          )}
        </div>
        <div className={classes.subject}>
          <VariantLink variantId={variantId} />
          <Text size="xs" c="var(--cull-muted)" truncate>
            {personaId}
            {campaignId !== null && `, ${campaignId}`}
          </Text>
        </div>
        <div className={classes.text}>
          <Text size="sm">{unbroken(text)}</Text>
          {actor !== 'engine' && !(text.includes(actor) && text.includes(note ?? '')) && (
            <Text size="xs" c="var(--cull-muted)">
              {actor}
              {note !== null && `: ${note}`}
            </Text>
          )}
        </div>
        <Group gap={6} wrap="nowrap" justify="end" className={classes.controls}>
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
        </Group>
      </div>
      {isOpen && <DecisionRecord decisionId={decisionId} />}
    </li>
  );
}
