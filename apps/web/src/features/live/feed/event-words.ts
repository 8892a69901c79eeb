import type { EventFrame } from '@cull/api';
import { TIME_OUT_VERDICTS, TOLD_EVENT_TYPES, type ToldEventType } from '@cull/core';
import { timeOutLabel } from '../../../components/time-out-words';
import { unbroken } from '../../../components/unbroken';

/** What the feed says of an event. */
export interface EventWords {
  title: string;
  text: string;
  color: string;
}

const TITLES: Readonly<Record<ToldEventType, Pick<EventWords, 'title' | 'color'>>> = {
  'variant.killed': { title: 'Killed', color: 'var(--cull-kill)' },
  'variant.kill_failed': { title: 'Kill step failed', color: 'var(--cull-kill)' },
  'variant.timed_out': { title: 'Passed or no data', color: 'var(--cull-muted)' },
  'variant.stopped': { title: 'Stopped', color: 'var(--cull-muted)' },
  'variant.warned': { title: 'Warned', color: 'var(--cull-warn)' },
  'variant.would_have_killed': { title: 'Kill blocked', color: 'var(--cull-warn)' },
  'variant.approval_requested': { title: 'Kill to approve', color: 'var(--cull-kill)' },
  'variant.dismissed': { title: 'Kill dismissed', color: 'var(--cull-accent)' },
  'variant.revived': { title: 'Restored', color: 'var(--cull-good)' },
  'variant.protected': { title: 'Protected', color: 'var(--cull-accent)' },
  'variant.unprotected': { title: 'No longer protected', color: 'var(--cull-accent)' },
  'variant.extended': { title: 'Extended', color: 'var(--cull-accent)' },
  'variant.kill_regretted': { title: 'False kill', color: 'var(--cull-warn)' },
  'variant.holdout_ended': { title: 'Spare group', color: 'var(--cull-accent)' },
  'kills.paused': { title: 'Kills paused', color: 'var(--cull-kill)' },
  'kills.resumed': { title: 'Kills resumed', color: 'var(--cull-good)' },
  'breaker.tripped': { title: 'Circuit breaker tripped', color: 'var(--cull-kill)' },
  'breaker.reset': { title: 'Circuit breaker reset', color: 'var(--cull-good)' },
  'policy.changed': { title: 'Thresholds', color: 'var(--cull-accent)' },
  'source.unhealthy': { title: 'Account in trouble', color: 'var(--cull-kill)' },
  'source.healthy': { title: 'Account is back', color: 'var(--cull-good)' },
  'account.token_expiring': { title: 'Token expires soon', color: 'var(--cull-warn)' },
  'account.budget_low': { title: 'Budget is low', color: 'var(--cull-warn)' },
  'engine.behind': { title: 'Checks are behind', color: 'var(--cull-warn)' },
  'engine.caught_up': { title: 'Checks caught up', color: 'var(--cull-good)' },
  'policy.unreadable': { title: 'Thresholds can’t be read', color: 'var(--cull-kill)' },
  'channel.disabled': { title: 'Channel disabled', color: 'var(--cull-kill)' },
};

/** An event as the feed tells it; null for those that the feed leaves out. */
export function eventWords({ type, data }: EventFrame): EventWords | null {
  const told = TOLD_EVENT_TYPES.find((name) => name === type);
  if (told === undefined) return null;
  const known = TITLES[told];
  const say = (value: unknown) => (typeof value === 'string' ? value : '');
  switch (type) {
    case 'policy.changed':
      return { ...known, text: `${say(data.author)}: ${say(data.note)}` };
    case 'variant.kill_failed':
      return {
        ...known,
        text: `${[say(data.step), say(data.channel)].join(' ').trim()}: ${say(data.error)}`,
      };
    case 'channel.disabled':
      return { ...known, text: `${say(data.channel)}: ${say(data.reason)}` };
    case 'source.unhealthy':
    case 'source.healthy':
      // Those of earlier versions have no text.
      return { ...known, text: proseOf(data) || say(data.detail) || say(data.source) };
    case 'variant.protected':
    case 'variant.unprotected':
    case 'variant.extended':
      return { ...known, text: `${say(data.actor)}: ${say(data.note)}` };
    case 'kills.paused':
    case 'kills.resumed':
    case 'breaker.tripped':
    case 'breaker.reset':
      return { ...known, text: `${say(data.actor)}: ${say(data.reason)}` };
    case 'variant.kill_regretted':
      return { ...known, text: 'It was back at the warn threshold by the end of its window.' };
    case 'variant.warned':
      return { ...known, ...(data.cause === 'drop' && { title: 'Went bad' }), text: proseOf(data) };
    case 'variant.timed_out': {
      const verdict = TIME_OUT_VERDICTS.find((one) => one === Object(data.timeOut).verdict);
      const title = timeOutLabel(verdict === undefined ? null : { verdict });
      return { ...known, title, text: proseOf(data) };
    }
    default:
      return { ...known, text: proseOf(data) };
  }
}

/** Returns what an event says of itself, whether the feed shows it or not; empty where it is all in its type. */
export function eventText(event: EventFrame): string {
  return eventWords(event)?.text ?? proseOf(event.data);
}

/** What the title of an entry says already. */
const SAID_BY_TITLE =
  /^Killed: |^Timed out |^Passed after [\d:]+(?:, not enough data|, not judged)?: |^No data: |^Not killed, since /;

function proseOf({ text }: EventFrame['data']): string {
  return typeof text === 'string' ? capitalised(unbroken(text).replace(SAID_BY_TITLE, '')) : '';
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
