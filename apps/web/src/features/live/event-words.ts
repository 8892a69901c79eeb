import type { EventFrame } from '@cull/api';
import { TOLD_EVENT_TYPES, type ToldEventType } from '@cull/core';
import { unbroken } from '../../components/unbroken';

interface Words {
  title: string;
  text: string;
  colour: string;
}

const TITLES: Readonly<Record<ToldEventType, Pick<Words, 'title' | 'colour'>>> = {
  'variant.killed': { title: 'Killed', colour: 'var(--cull-kill)' },
  'variant.kill_failed': { title: 'Kill step failed', colour: 'var(--cull-kill)' },
  'variant.timed_out': { title: 'Timed out', colour: 'var(--cull-muted)' },
  'variant.stopped': { title: 'Stopped', colour: 'var(--cull-muted)' },
  'variant.warned': { title: 'Warned', colour: 'var(--cull-warn)' },
  'variant.would_have_killed': { title: 'Kill held back', colour: 'var(--cull-warn)' },
  'variant.approval_requested': { title: 'Kill to approve', colour: 'var(--cull-kill)' },
  'variant.dismissed': { title: 'Kill dismissed', colour: 'var(--cull-rate)' },
  'variant.revived': { title: 'Revived', colour: 'var(--cull-good)' },
  'variant.protected': { title: 'Protected', colour: 'var(--cull-rate)' },
  'variant.unprotected': { title: 'No longer protected', colour: 'var(--cull-rate)' },
  'variant.extended': { title: 'Extended', colour: 'var(--cull-rate)' },
  'variant.kill_regretted': { title: 'Kill regretted', colour: 'var(--cull-warn)' },
  'kills.paused': { title: 'Kills paused', colour: 'var(--cull-kill)' },
  'kills.resumed': { title: 'Kills resumed', colour: 'var(--cull-good)' },
  'breaker.tripped': { title: 'Breaker tripped', colour: 'var(--cull-kill)' },
  'breaker.reset': { title: 'Breaker reset', colour: 'var(--cull-good)' },
  'policy.changed': { title: 'Thresholds', colour: 'var(--cull-rate)' },
  'source.unhealthy': { title: 'Source in trouble', colour: 'var(--cull-kill)' },
  'source.healthy': { title: 'Source is back', colour: 'var(--cull-good)' },
  'channel.disabled': { title: 'Channel disabled', colour: 'var(--cull-kill)' },
};

/** An event as the feed tells it; null for those that the feed leaves out. */
export function eventWords({ type, data }: EventFrame): Words | null {
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
      return { ...known, text: say(data.detail) || say(data.source) };
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
      return { ...known, text: 'It was back at the warn line by the end of its window.' };
    default:
      return {
        ...known,
        text: capitalised(unbroken(say(data.text)).replace(/^Killed: |^Timed out |^Not killed, since /, '')),
      };
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
