'use client';

import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ActButton } from '../../components/act-button';
import { useTRPC } from '../../trpc/provider';
import { type AccountDraft, draftProblem, testInput } from './account-draft';
import { TestResult } from './test-result';

interface Props {
  draft: AccountDraft;
  /** Called with why no account could be made of the draft; undefined where one could. */
  onRefused: (refusal: string | undefined) => void;
}

/** Asks the source whether address and token work, before anything is kept. */
export function DraftTest({ draft, onRefused }: Props) {
  const trpc = useTRPC();
  const test = useMutation({
    ...trpc.accounts.test.mutationOptions(),
    onError: ({ message }) => onRefused(message),
  });
  const run = () => {
    const problem = draftProblem(draft);
    onRefused(problem);
    if (problem === undefined) test.mutate(testInput(draft));
  };
  return (
    <>
      <ActButton variant="default" loading={test.isPending} onClick={run}>
        Test
      </ActButton>
      <Text size="sm" component="div" role="status">
        {test.data !== undefined && !test.isPending && <TestResult result={test.data} />}
      </Text>
    </>
  );
}
