import { Badge } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockOff,
  IconEye,
  IconHandStop,
  IconHourglass,
  IconPlugX,
  IconSkull,
  IconTrendingDown,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';

const ICON = 13;

interface Standing {
  status: 'monitoring' | 'killed' | 'timed_out' | 'stopped';
  warned: boolean;
  dataQuality: string;
  /** 0 to 1. */
  risk: number;
  interactions: number | null;
  policy: { minInteractions: number };
}

/** From this risk on a variant is named at risk, though it has too few interactions to be warned of. */
const AT_RISK = 0.8;

const QUALITY_WORDS: Readonly<Record<string, string>> = {
  no_data: 'No data yet',
  no_views: 'No views yet',
  stale: 'Stale data',
  decreasing: 'Counters fell',
  impossible: 'Bad counters',
  source_error: 'Source error',
  token_invalid: 'Token refused',
  post_gone: 'Post is gone',
};

/** How a variant stands, as an icon and a word: the colour only underlines it. */
export function Verdict({ status, warned, dataQuality, risk, interactions, policy }: Standing) {
  switch (status) {
    case 'killed':
      return <Mark colour="red" ink="var(--cull-kill)" icon={<IconSkull size={ICON} />} word="Killed" />;
    case 'timed_out':
      return (
        <Mark colour="gray" ink="var(--cull-muted)" icon={<IconClockOff size={ICON} />} word="Timed out" />
      );
    case 'stopped':
      return (
        <Mark colour="gray" ink="var(--cull-muted)" icon={<IconHandStop size={ICON} />} word="Stopped" />
      );
    case 'monitoring':
      break;
  }
  if (dataQuality === 'no_data' || dataQuality === 'no_views') {
    return (
      <Mark
        colour="gray"
        ink="var(--cull-muted)"
        icon={<IconHourglass size={ICON} />}
        word={QUALITY_WORDS[dataQuality] ?? dataQuality}
      />
    );
  }
  if (dataQuality !== 'ok') {
    return (
      <Mark
        colour="grape"
        ink="var(--cull-trouble)"
        icon={<IconPlugX size={ICON} />}
        word={QUALITY_WORDS[dataQuality] ?? dataQuality}
      />
    );
  }
  if (warned)
    return (
      <Mark colour="orange" ink="var(--cull-warn)" icon={<IconAlertTriangle size={ICON} />} word="Warned" />
    );
  if (risk >= AT_RISK)
    return (
      <Mark colour="orange" ink="var(--cull-warn)" icon={<IconTrendingDown size={ICON} />} word="At risk" />
    );
  if ((interactions ?? 0) < policy.minInteractions) {
    return <Mark colour="blue" ink="var(--cull-rate)" icon={<IconEye size={ICON} />} word="Watching" />;
  }
  return <Mark colour="teal" ink="var(--cull-good)" icon={<IconCircleCheck size={ICON} />} word="Healthy" />;
}

/** The library's own ink for light badges is too faint for small text. */
function Mark({ colour, ink, icon, word }: { colour: string; ink: string; icon: ReactNode; word: string }) {
  return (
    <Badge color={colour} variant="light" c={ink} leftSection={icon} size="md" tt="none" fw={600}>
      {word}
    </Badge>
  );
}
