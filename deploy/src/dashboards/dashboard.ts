/** A figure over time, or as one number. */
export interface Panel {
  readonly title: string;
  /** PromQL by what each line is called, in Grafana's template syntax: `{{queue}}`. */
  readonly queries: Readonly<Record<string, string>>;
  /** Grafana's name of the unit, like `s`, `percentunit`, `bytes`; left out, a plain number. */
  readonly unit?: string;
  /** One number in place of lines; from `bad` on it is red. */
  readonly stat?: { readonly bad: number };
  /** Says more on the dashboard. */
  readonly help?: string;
}

/** A dashboard: rows of panels. */
export interface Dashboard {
  /** Of its file and its address. */
  readonly id: 'overview' | 'engine' | 'accounts' | 'notifications' | 'infrastructure';
  readonly title: string;
  readonly rows: readonly { readonly title: string; readonly panels: readonly Panel[] }[];
}

const GRID_WIDTH = 24;
const DATASOURCE = { type: 'prometheus', uid: '$datasource' } as const;

/** Returns what Grafana loads, as text. */
export function grafanaJson({ id, title, rows }: Dashboard): string {
  let y = 0;
  let nextId = 1;
  const panels = rows.flatMap(({ title: rowTitle, panels: own }) => {
    const isRowOfStats = own.every(({ stat }) => stat !== undefined);
    const height = isRowOfStats ? 4 : 8;
    const w = Math.floor(GRID_WIDTH / own.length);
    const heading = {
      type: 'row',
      id: nextId++,
      title: rowTitle,
      collapsed: false,
      panels: [],
      gridPos: { h: 1, w: GRID_WIDTH, x: 0, y },
    };
    y += 1;
    const shown = own.map((panel, index) => ({
      id: nextId++,
      gridPos: { h: height, w, x: index * w, y },
      ...shownAs(panel),
    }));
    y += height;
    return [heading, ...shown];
  });
  const dashboard = {
    uid: `cull-${id}`,
    title: `Cull · ${title}`,
    tags: ['cull'],
    schemaVersion: 39,
    refresh: '15s',
    time: { from: 'now-3h', to: 'now' },
    templating: {
      list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus', hide: 0 }],
    },
    links: [{ type: 'dashboards', title: 'Cull', tags: ['cull'], asDropdown: true, keepTime: true }],
    panels,
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

function shownAs({ title, queries, unit, stat, help }: Panel) {
  const targets = Object.entries(queries).map(([legendFormat, expr], index) => ({
    refId: String.fromCharCode('A'.charCodeAt(0) + index),
    datasource: DATASOURCE,
    expr,
    legendFormat,
  }));
  const thresholds = {
    mode: 'absolute',
    steps: [{ color: 'green', value: null }, ...(stat ? [{ color: 'red', value: stat.bad }] : [])],
  };
  return {
    type: stat ? 'stat' : 'timeseries',
    title,
    ...(help !== undefined && { description: help }),
    datasource: DATASOURCE,
    targets,
    fieldConfig: { defaults: { ...(unit !== undefined && { unit }), min: 0, thresholds }, overrides: [] },
    options: stat
      ? { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value', graphMode: 'area' }
      : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
  };
}
