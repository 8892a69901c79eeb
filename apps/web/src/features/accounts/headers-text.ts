/** Returns HTTP headers that were written one a line, `Name: value`; lines that are none are left out. */
export function headersOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    linesOf(text)
      .map(headerOf)
      .filter((header) => header !== null),
  );
}

/** Returns the first line that is no header or names one again, in a sentence; undefined where there is none. */
export function headersProblem(text: string): string | undefined {
  const names = new Set<string>();
  for (const [index, line] of linesOf(text).entries()) {
    const header = headerOf(line);
    // The line may be a key without its name: it is not quoted.
    if (header === null)
      return `Line ${index + 1} is not a header. It needs a name and a value, like X-Api-Key: abc.`;
    const name = header[0].toLowerCase();
    if (names.has(name)) return `${header[0]} appears twice. It needs one line.`;
    names.add(name);
  }
  return undefined;
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function headerOf(line: string): readonly [string, string] | null {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon)).trim();
  const value = line.slice(colon + 1).trim();
  return name === '' || value === '' ? null : [name, value];
}
