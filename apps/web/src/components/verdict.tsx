import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockOff,
  IconEye,
  IconHandStop,
  IconHourglass,
  IconPlugX,
  IconShieldCheck,
  IconSkull,
  IconTrendingDown,
  IconUserQuestion,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './verdict.module.css';

const ICON = 13;

type Colour = 'kill' | 'warn' | 'good' | 'watch' | 'trouble' | 'muted';

interface Standing {
  status: 'monitoring' | 'killed' | 'timed_out' | 'stopped';
  warned: boolean;
  dataQuality: string;
  /** 0 to 1. */
  risk: number;
  interactions: number | null;
  policy: { minInteractions: number };
  isProtected: boolean;
  hold: { cause: string } | null;
  revivedAt: string | null;
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
export function Verdict({
  status,
  warned,
  dataQuality,
  risk,
  interactions,
  policy,
  isProtected,
  hold,
  revivedAt,
}: Standing) {
  switch (status) {
    case 'killed':
      if (revivedAt !== null)
        return <Mark colour="muted" icon={<IconCircleCheck size={ICON} />} word="Revived" />;
      return <Mark colour="kill" icon={<IconSkull size={ICON} />} word="Killed" />;
    case 'timed_out':
      return <Mark colour="muted" icon={<IconClockOff size={ICON} />} word="Timed out" />;
    case 'stopped':
      return <Mark colour="muted" icon={<IconHandStop size={ICON} />} word="Stopped" />;
    case 'monitoring':
      break;
  }
  if (dataQuality === 'no_data' || dataQuality === 'no_views') {
    return (
      <Mark
        colour="muted"
        icon={<IconHourglass size={ICON} />}
        word={QUALITY_WORDS[dataQuality] ?? dataQuality}
      />
    );
  }
  if (dataQuality !== 'ok') {
    return (
      <Mark
        colour="trouble"
        icon={<IconPlugX size={ICON} />}
        word={QUALITY_WORDS[dataQuality] ?? dataQuality}
      />
    );
  }
  if (hold?.cause === 'approval') {
    return <Mark colour="kill" icon={<IconUserQuestion size={ICON} />} word="Kill to approve" />;
  }
  if (isProtected) return <Mark colour="watch" icon={<IconShieldCheck size={ICON} />} word="Protected" />;
  if (hold !== null) return <Mark colour="kill" icon={<IconHandStop size={ICON} />} word="Kill held back" />;
  if (warned) return <Mark colour="warn" icon={<IconAlertTriangle size={ICON} />} word="Warned" />;
  if (risk >= AT_RISK) return <Mark colour="warn" icon={<IconTrendingDown size={ICON} />} word="At risk" />;
  if ((interactions ?? 0) < policy.minInteractions) {
    return <Mark colour="watch" icon={<IconEye size={ICON} />} word="Watching" />;
  }
  return <Mark colour="good" icon={<IconCircleCheck size={ICON} />} word="Healthy" />;
}

/** Plain HTML: hundreds of these are drawn every second. */
function Mark({ colour, icon, word }: { colour: Colour; icon: ReactNode; word: string }) {
  return (
    <span className={classes.mark} data-colour={colour}>
      {icon}
      {word}
    </span>
  );
}
