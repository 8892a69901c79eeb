'use client';

import { formatDuration, formatRate, type PolicyPath } from '@cull/core';
import { Button } from '@mantine/core';
import { Panel } from '../../components/panel';
import type { MonitoredVariant } from '../../trpc/types';
import classes from './thresholds-in-force.module.css';

const MODES = { auto: 'kills', approve: 'asks first', shadow: 'dry run', off: 'off' } as const;

const DROPS = { kill: 'kills', warn: 'warns', off: 'off' } as const;

interface Props {
  session: Pick<MonitoredVariant, 'policy' | 'expectedEngagementRate' | 'status'>;
  /** Shows the editor, or no longer; null where there is nothing to override. */
  editor: { readonly isOpen: boolean; readonly toggle: () => void } | null;
}

/** The values that decide about a variant, and where each comes from. */
export function ThresholdsInForce({ session, editor }: Props) {
  const isOver = session.status !== 'monitoring';
  return (
    <Panel
      title={isOver ? 'Thresholds at the end' : 'Active thresholds'}
      actions={
        editor !== null && (
          <Button size="xs" variant="default" aria-expanded={editor.isOpen} onClick={editor.toggle}>
            {editor.isOpen ? 'Close the editor' : 'Override for this variant'}
          </Button>
        )
      }
    >
      <dl className={classes.values}>
        {valuesOf(session).map(({ name, value, path }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
            <dd className={classes.origin}>{session.policy.origins[path] ?? 'default'}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function valuesOf({
  policy,
  expectedEngagementRate: expected,
}: Props['session']): readonly { name: string; value: string; path: PolicyPath }[] {
  const share = (ratio: number) => `${formatRate(ratio)} · ${formatRate(ratio * expected)}`;
  return [
    { name: 'Kill below', value: share(policy.killRatio), path: 'killRatio' },
    { name: 'Warn below', value: share(policy.warnRatio), path: 'warnRatio' },
    { name: 'Interactions needed', value: String(policy.minInteractions), path: 'minInteractions' },
    {
      name: 'Evidence rule',
      value: policy.evidence.enabled ? `up to ${formatRate(policy.evidence.alpha)} false kills` : 'off',
      path: policy.evidence.enabled ? 'evidence.alpha' : 'evidence.enabled',
    },
    { name: 'When it goes bad', value: DROPS[policy.drop.action], path: 'drop.action' },
    { name: 'Window', value: formatDuration(policy.windowSeconds * 1_000), path: 'windowSeconds' },
    { name: 'A breach', value: MODES[policy.mode], path: 'mode' },
  ];
}
