import type { DropAction } from '@cull/core';
import { Text } from '@mantine/core';
import { Conditions } from './conditions';

const RULE_NAMES: Readonly<Record<string, string>> = {
  below_threshold: 'Rule “below threshold”',
  evidence: 'Rule “evidence”',
  drop: 'Rule “went bad”',
};

interface Condition {
  readonly id: string;
  readonly met: boolean;
  readonly text: string;
}

interface Props {
  rules: readonly {
    readonly reason: string;
    readonly enabled: boolean;
    readonly conditions: readonly Condition[];
  }[];
  safety: readonly Condition[];
  /** A drop that only warns is no kill, but not switched off either. */
  dropAction: DropAction;
}

/** Every condition of an explanation: those of each rule, then those that any kill needs. */
export function RuleConditions({ rules, safety, dropAction }: Props) {
  const asked = rules.filter(({ conditions }) => conditions.length > 0);
  if (asked.length + safety.length === 0) {
    return (
      <Text size="sm" c="var(--cull-muted)">
        Without a reading there is nothing to ask the rules about.
      </Text>
    );
  }
  return (
    <>
      {asked.map(({ reason, enabled, conditions }) => (
        <Conditions
          key={reason}
          title={`${RULE_NAMES[reason] ?? reason}${enabled ? '' : notKilling(reason, dropAction)}`}
          conditions={conditions}
          speakForKill={enabled}
        />
      ))}
      {safety.length > 0 && <Conditions title="For any kill" conditions={safety} />}
    </>
  );
}

function notKilling(reason: string, dropAction: DropAction): string {
  return reason === 'drop' && dropAction === 'warn' ? ', only warns' : ', switched off';
}
