import type { EventFrame } from '@cull/api';

interface Words {
  title: string;
  text: string;
  colour: string;
}

const TITLES: Readonly<Record<string, Pick<Words, 'title' | 'colour'>>> = {
  'variant.killed': { title: 'Killed', colour: 'var(--cull-kill)' },
  'variant.kill_failed': { title: 'Kill step failed', colour: 'var(--cull-kill)' },
  'variant.timed_out': { title: 'Timed out', colour: 'var(--cull-muted)' },
  'variant.stopped': { title: 'Stopped', colour: 'var(--cull-muted)' },
  'variant.warned': { title: 'Warned', colour: 'var(--cull-warn)' },
  'policy.changed': { title: 'Thresholds', colour: 'var(--cull-rate)' },
  'source.unhealthy': { title: 'Source in trouble', colour: 'var(--cull-kill)' },
  'source.healthy': { title: 'Source is back', colour: 'var(--cull-good)' },
};

/** An event as the feed tells it; null for those that the feed leaves out. */
export function eventWords({ type, data }: EventFrame): Words | null {
  const known = TITLES[type];
  if (known === undefined) return null;
  const say = (value: unknown) => (typeof value === 'string' ? value : '');
  switch (type) {
    case 'policy.changed':
      return { ...known, text: `${say(data.author)}: ${say(data.note)}` };
    case 'variant.kill_failed':
      return { ...known, text: `${say(data.step)}: ${say(data.error)}` };
    case 'source.unhealthy':
    case 'source.healthy':
      return { ...known, text: say(data.detail) || say(data.source) };
    default:
      return { ...known, text: capitalised(say(data.text).replace(/^Killed: |^Timed out /, '')) };
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
