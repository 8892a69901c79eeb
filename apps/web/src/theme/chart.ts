/** Of words in charts, in pixels: the smallest of the scale. */
export const CHART_TEXT = 12;

/** Series that mean nothing by themselves, in the order that they are given out. */
export const SERIES = [
  'var(--cull-accent)',
  'var(--cull-warn)',
  'var(--cull-good)',
  'var(--cull-trouble)',
  'var(--cull-kill)',
  'var(--cull-watch)',
] as const;
/** All others together. */
export const REST = 'var(--cull-faint)';
