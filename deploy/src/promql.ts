import { parser } from '@prometheus-io/lezer-promql';

/** What a query asks for. */
export interface QueryParts {
  /** Names of series. */
  readonly series: readonly string[];
  /** Labels that it selects or groups by. */
  readonly labels: readonly string[];
  /** Whether it can't be read. */
  readonly isBroken: boolean;
}

/** Returns the series and labels that a PromQL query names. */
export function partsOf(query: string): QueryParts {
  const series = new Set<string>();
  const labels = new Set<string>();
  let isBroken = false;
  parser.parse(query).iterate({
    enter: ({ name, type, from, to, node }) => {
      const text = query.slice(from, to);
      if (type.isError) isBroken = true;
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') series.add(text);
      if (name === 'LabelName') labels.add(text);
    },
  });
  return { series: [...series], labels: [...labels], isBroken };
}
