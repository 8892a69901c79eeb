import classes from './risk-bar.module.css';

/** How near a variant is to its kill threshold: the list is in this order. */
export function RiskBar({ risk }: { risk: number }) {
  const percent = Math.round(100 * Math.min(1, Math.max(0, risk)));
  return (
    <span
      className={classes.risk}
      title={`Risk ${percent}%`}
      role="img"
      aria-label={`risk ${percent}%`}
      data-high={percent >= 80 || undefined}
    >
      <span className={classes.fill} style={{ width: `${percent}%` }} />
    </span>
  );
}
