/** How the zones of the rules are drawn, on the chart and in its legend: patterns of their lines differ, not colors alone. */
export const EVIDENCE_ZONE = {
  area: { fill: 'var(--cull-kill)', fillOpacity: 0.14, stroke: 'none' },
  line: { stroke: 'var(--cull-kill)', strokeWidth: 2 },
} as const;

export const LITERAL_ZONE = {
  area: {
    fill: 'var(--cull-warn)',
    fillOpacity: 0.14,
    stroke: 'var(--cull-warn)',
    strokeWidth: 1.5,
    strokeDasharray: '2 3',
  },
} as const;
