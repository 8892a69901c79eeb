import type { Summary } from './percentiles';

/** Prints summaries in milliseconds as a table, one line each. */
export function printTable(title: string, rows: Readonly<Record<string, Summary>>): void {
  const cells = Object.entries(rows).map(([name, { count, p50, p95, p99, max }]) => [
    name,
    String(count),
    ...[p50, p95, p99, max].map((value) => `${Math.round(value)}`),
  ]);
  printLines([[title, 'count', 'p50', 'p95', 'p99', 'max'], ...cells]);
}

/**
 * Prints lines of cells in columns, the first column aligned to the left and all others to the right.
 * @param lines The heading first; all with as many cells as it has.
 */
export function printLines(lines: readonly (readonly string[])[]): void {
  const columns = lines[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of lines) {
    const padded = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    process.stdout.write(`${padded.join('  ')}\n`);
  }
}
