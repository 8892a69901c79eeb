/** Prints a result as one line of JSON, for machines. */
export function printResult(benchmark: string, result: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify({ benchmark, ...result })}\n`);
}
