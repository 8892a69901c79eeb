import {
  IconCircleCheck,
  IconClockExclamation,
  IconHourglass,
  IconKeyOff,
  IconPlayerPause,
  IconPlugX,
} from '@tabler/icons-react';
import { Day, Instant } from '../../components/instant';
import verdict from '../../components/verdict.module.css';
import { stateWords } from './account-words';
import type { Account } from './types';

const ICONS = {
  ok: IconCircleCheck,
  token_expiring: IconClockExclamation,
  token_invalid: IconKeyOff,
  limited: IconHourglass,
  unreachable: IconPlugX,
  paused: IconPlayerPause,
} as const satisfies Record<Account['state'], typeof IconKeyOff>;

/** How an account does, as an icon and words: the color only underlines them. */
export function StateChip({ state, isUsable, tokenExpiresAt, retryAt }: Account) {
  const { word, color } = stateWords({ state, isUsable });
  const Icon = ICONS[state];
  return (
    <span className={verdict['mark']} data-color={color}>
      <Icon size={13} aria-hidden />
      <span>
        {word}
        {state === 'token_expiring' && tokenExpiresAt !== null && (
          <>
            {' '}
            <Day at={tokenExpiresAt} />
          </>
        )}
        {state === 'limited' && retryAt !== null && (
          <>
            {' '}
            until <Instant at={retryAt} />
          </>
        )}
      </span>
    </span>
  );
}
