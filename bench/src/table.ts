import type { Summary } from './percentiles';

/** Prints summaries in milliseconds as a table, one line each. */
export function printTable(title: string, rows: Readonly<Record<string, Summary>>): void {
  const cells = Object.entries(rows).map(([name, { count, p50, p95, p99, max }]) => [
    name,
    String(count),
    ...[p50, p95, p99, max].map((value) => `${Math.round(value)}`),
  ]);
  const lines = [[title, 'count', 'p50', 'p95', 'p99', 'max'], ...cells];
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of lines) {
    const padded = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    process.stdout.write(`${padded.join('  ')}\n`);
  }
}
