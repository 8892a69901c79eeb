const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;
const UNRELEASED = '## [Unreleased]';

/**
 * @param {string} current
 * @param {string | undefined} wanted
 * @returns {string | null} Why this can't be the next version; null where it can.
 */
export function whyNotNext(current, wanted) {
  if (wanted === undefined) return 'say which version: npm run release -- 1.2.0';
  const next = partsOf(wanted);
  if (next === null) return `${wanted} is no version: it needs three numbers, such as 1.2.0`;
  const before = partsOf(current) ?? [0, 0, 0];
  const changed = next.findIndex((part, index) => part !== before[index]);
  if (changed === -1 || next[changed] < before[changed]) return `${wanted} does not follow ${current}`;
  return null;
}

function partsOf(version) {
  const match = VERSION.exec(version);
  return match === null ? null : match.slice(1).map(Number);
}

/**
 * Gives what is unreleased the version and the date, and opens a new section.
 * @param {string} changelog
 * @param {string} version
 * @param {string} date Such as 2026-01-31.
 * @returns {string | null} Null where nothing is unreleased.
 */
export function withRelease(changelog, version, date) {
  const begin = changelog.indexOf(UNRELEASED);
  if (begin === -1) return null;
  const rest = changelog.slice(begin + UNRELEASED.length);
  const end = rest.search(/\n## \[/);
  const notes = (end === -1 ? rest : rest.slice(0, end)).trim();
  if (notes === '') return null;
  const older = end === -1 ? '\n' : `\n${rest.slice(end)}`;
  return `${changelog.slice(0, begin)}${UNRELEASED}\n\n## [${version}] - ${date}\n\n${notes}\n${older.replace(/^\n+/, '\n')}`;
}

/**
 * @param {string} manifest The text of a package.json.
 * @param {string} version
 * @returns {string} The same with the version; everything else as it was.
 */
export function withVersion(manifest, version) {
  return manifest.replace(/^(\s*"version": ")[^"]*(",?)$/m, `$1${version}$2`);
}
