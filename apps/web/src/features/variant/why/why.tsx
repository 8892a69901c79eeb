'use client';

import { Paper, Text, Title } from '@mantine/core';
import { Caution } from '../../../components/caution';
import { Loaded } from '../../../components/loaded';
import { unbroken } from '../../../components/unbroken';
import type { MonitoredVariant } from '../../../trpc/types';
import { dueAndCame } from './due-and-came';
import { DueBoxes } from './due-boxes';
import { RuleConditions } from './rule-conditions';
import type { useExplanation } from './use-explanation';

interface Props {
  query: ReturnType<typeof useExplanation>;
  session: Pick<MonitoredVariant, 'status' | 'startedAt' | 'policy'>;
}

/** Why it was killed, or why not yet. */
export function Why({ query, session: { status, startedAt, policy } }: Props) {
  const isLive = status === 'monitoring';
  return (
    <Loaded what="the reason" query={query} height={300}>
      {(explanation) => {
        const { text, safety, rules, breaches, breachesNeeded, caveats, wentBadAt } = explanation;
        const counts = dueAndCame(explanation, policy);
        return (
          <Paper withBorder p="sm" component="section" aria-labelledby="why">
            <Title order={2} size="h6" id="why">
              {TITLES[status]}
            </Title>
            <Text size="sm" my={6} data-testid="reason">
              {unbroken(text)}
            </Text>
            {counts !== null && (
              <DueBoxes
                counts={counts}
                wentBadAfter={wentBadAt === null ? null : wentBadAt - Date.parse(startedAt)}
                isLive={isLive}
                isBelow={rules.some(({ breached }) => breached) || wentBadAt !== null}
              />
            )}
            {caveats.length > 0 && <Caveats caveats={caveats} />}
            <RuleConditions rules={rules} safety={safety} dropAction={policy.drop.action} />
            {breachesNeeded > 1 && (
              <Text size="sm" mt={6}>
                {breaches} of {breachesNeeded} breaches in a row
              </Text>
            )}
          </Paper>
        );
      }}
    </Loaded>
  );
}

const TITLES = {
  monitoring: 'Why it’s still live',
  killed: 'Why it was killed',
  timed_out: 'Why it wasn’t killed',
  stopped: 'How it stood',
} as const;

/** What calls the figures themselves in question. */
function Caveats({ caveats }: { caveats: readonly string[] }) {
  return (
    <Caution my={8} title="Read these figures with care">
      {caveats.map((caveat) => (
        <Text size="sm" key={caveat}>
          {unbroken(caveat)}
        </Text>
      ))}
    </Caution>
  );
}
