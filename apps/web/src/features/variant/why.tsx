'use client';

import { Paper, Text, Title } from '@mantine/core';
import { Loaded } from '../../components/loaded';
import { unbroken } from '../../components/unbroken';
import { RuleConditions } from './rule-conditions';
import type { useExplanation } from './use-explanation';

interface Props {
  query: ReturnType<typeof useExplanation>;
  isLive: boolean;
}

/** Why it was killed, or why not yet. */
export function Why({ query, isLive }: Props) {
  return (
    <Loaded what="the reason" query={query} height={300}>
      {({ text, safety, rules, breaches, breachesNeeded }) => (
        <Paper withBorder p="sm" component="section" aria-labelledby="why">
          <Title order={2} size="h6" id="why">
            {isLive ? 'Why not yet' : 'Why'}
          </Title>
          <Text size="sm" my={6} data-testid="reason">
            {unbroken(text)}
          </Text>
          <RuleConditions rules={rules} safety={safety} />
          {breachesNeeded > 1 && (
            <Text size="sm" mt={6}>
              {breaches} of {breachesNeeded} breaches in a row
            </Text>
          )}
        </Paper>
      )}
    </Loaded>
  );
}
