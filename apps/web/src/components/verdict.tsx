import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockExclamation,
  IconClockOff,
  IconEye,
  IconHandStop,
  IconHelpCircle,
  IconHourglass,
  IconPlugX,
  IconShieldCheck,
  IconSkull,
  IconTrendingDown,
  IconUserQuestion,
} from '@tabler/icons-react';
import { type Standing, type StandingSign, standingWords } from './standing';
import { type KnownTimeOut, lateChecksLabel } from './time-out-words';
import classes from './verdict.module.css';

const ICON = 13;

const ICONS = {
  killed: IconSkull,
  alive: IconCircleCheck,
  over: IconClockOff,
  unknown: IconHelpCircle,
  halted: IconHandStop,
  waiting: IconHourglass,
  broken: IconPlugX,
  asks: IconUserQuestion,
  protected: IconShieldCheck,
  falling: IconTrendingDown,
  warned: IconAlertTriangle,
  watching: IconEye,
} as const satisfies Record<StandingSign, typeof IconEye>;

/** How a variant stands, as an icon and a word: the color only underlines it. Plain HTML: hundreds are drawn a second. */
export function Verdict(variant: Standing) {
  const { word, color, sign } = standingWords(variant);
  const Icon = ICONS[sign];
  return (
    <span className={classes.verdict}>
      <span className={classes.mark} data-color={color}>
        <Icon size={ICON} aria-hidden />
        {word}
      </span>
      <LateChecks timeOut={variant.timeOut} />
    </span>
  );
}

/** A sign that a variant was checked less often than asked, with the words for those who point at it or hear the page. */
export function LateChecks({ timeOut }: { timeOut: KnownTimeOut }) {
  const label = lateChecksLabel(timeOut);
  if (label === null) return null;
  return (
    <span className={classes.late} title={label} role="img" aria-label={label}>
      <IconClockExclamation size={ICON} aria-hidden />
    </span>
  );
}
