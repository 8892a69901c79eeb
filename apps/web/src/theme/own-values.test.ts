import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCE = fileURLToPath(new URL('..', import.meta.url));
const THEME = join(SOURCE, 'theme');

/** What only the theme may say, by what a page would write. */
const OWN = {
  'a color of its own': /#[\da-f]{3,8}\b(?=['";\s,)])|\b(?:rgb|hsl|oklch)a?\(/i,
  'a color of the library':
    /--mantine-(?:color|primary)|\bcolou?r(?:=|: )['"](?:red|pink|grape|violet|indigo|blue|cyan|teal|green|lime|yellow|orange)\b/,
  'a size of letters of its own': /font-size: *[\d.]|fontSize: *['"]?\d/,
  'a weight of letters outside of 400, 500 and 600': /font-weight: *(?!400|500|600)\d|fw=\{(?!400|500|600)\d/,
} as const;

const files = readdirSync(SOURCE, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:css|tsx?)$/.test(entry.name) && !entry.name.includes('.test.'))
  .map(({ parentPath, name }) => join(parentPath, name))
  .filter((path) => !path.startsWith(THEME));

test.each(Object.entries(OWN))('no page has %s', (_what, pattern) => {
  const found = files.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${relative(SOURCE, path)}:${index + 1} ${line.trim()}`] : [],
      ),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(found).toEqual([]);
});
