import { Badge } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockOff,
  IconHandStop,
  IconHourglass,
  IconPlugX,
  IconSkull,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';

const ICON = 13;

interface Standing {
  status: 'monitoring' | 'killed' | 'timed_out' | 'stopped';
  warned: boolean;
  dataQuality: string;
}

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
export function Verdict({ status, warned, dataQuality }: Standing) {
  switch (status) {
    case 'killed':
      return <Mark colour="red" icon={<IconSkull size={ICON} />} word="Killed" filled />;
    case 'timed_out':
      return <Mark colour="gray" icon={<IconClockOff size={ICON} />} word="Timed out" />;
    case 'stopped':
      return <Mark colour="gray" icon={<IconHandStop size={ICON} />} word="Stopped" />;
    case 'monitoring':
      break;
  }
  if (dataQuality === 'no_data' || dataQuality === 'no_views') {
    return (
      <Mark
        colour="gray"
        icon={<IconHourglass size={ICON} />}
        word={QUALITY_WORDS[dataQuality] ?? dataQuality}
      />
    );
  }
  if (dataQuality !== 'ok') {
    return (
      <Mark
        colour="grape"
        icon={<IconPlugX size={ICON} />}
        word={QUALITY_WORDS[dataQuality] ?? dataQuality}
      />
    );
  }
  if (warned) return <Mark colour="orange" icon={<IconAlertTriangle size={ICON} />} word="Warned" />;
  return <Mark colour="teal" icon={<IconCircleCheck size={ICON} />} word="Healthy" />;
}

function Mark({
  colour,
  icon,
  word,
  filled = false,
}: {
  colour: string;
  icon: ReactNode;
  word: string;
  filled?: boolean;
}) {
  return (
    <Badge
      color={colour}
      variant={filled ? 'filled' : 'light'}
      leftSection={icon}
      size="md"
      tt="none"
      fw={600}
    >
      {word}
    </Badge>
  );
}
