import { Conditions } from './conditions';

const RULE_NAMES: Readonly<Record<string, string>> = {
  below_threshold: 'Rule “below the threshold”',
  evidence: 'Rule “evidence”',
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
}

/** Every condition of an explanation: those of each rule, then those that any kill needs. */
export function RuleConditions({ rules, safety }: Props) {
  return (
    <>
      {rules.map(({ reason, enabled, conditions }) => (
        <Conditions
          key={reason}
          title={`${RULE_NAMES[reason] ?? reason}${enabled ? '' : ', switched off'}`}
          conditions={conditions}
        />
      ))}
      {safety.length > 0 && <Conditions title="For any kill" conditions={safety} />}
    </>
  );
}
