import { Text } from '@mantine/core';
import { behindLabel } from '../../components/behind-words';
import { Instant } from '../../components/instant';
import { sentenceOf } from '../../components/said';
import classes from './accounts.module.css';
import type { Account } from './types';

/** What the state of an account means for its variants; nothing is said of one that does well. */
const MEANS: Readonly<Partial<Record<Account['state'], string>>> = {
  token_invalid: 'Its variants are not checked.',
  unreachable: 'Its variants are not checked.',
  limited: 'Its variants wait for their next check.',
  paused: 'Cull sends it nothing. Its variants are not checked, and posts to delete wait.',
};

/** Why an account is not ok: what is wrong, since when, and when it is asked again; the chip says it of a limit. */
export function Trouble({ account }: { account: Account }) {
  const { state, detail, since, retryAt, tokenProblem, behind } = account;
  const isRefreshFailing = tokenProblem !== null && tokenProblem !== detail;
  const isTold = detail !== null || since !== null || isRefreshFailing || MEANS[state] !== undefined;
  if (behind === null && (!isTold || (state === 'ok' && !isRefreshFailing))) return null;
  return (
    <Text size="sm" className={classes.name}>
      {behind !== null && `${sentenceOf(behindLabel(behind))} `}
      {detail !== null && `${sentenceOf(detail)} `}
      {MEANS[state] !== undefined && `${MEANS[state]} `}
      {isRefreshFailing && `The last refresh of its token failed: ${sentenceOf(tokenProblem)} `}
      {state !== 'ok' && since !== null && (
        <>
          Since <Instant at={since} />.{' '}
        </>
      )}
      {state !== 'limited' && retryAt !== null && (
        <>
          Asked again at <Instant at={retryAt} />.
        </>
      )}
    </Text>
  );
}
