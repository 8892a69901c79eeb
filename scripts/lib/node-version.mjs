// Read by versions of Node.js that are too old: no import, and no syntax younger than modules themselves.

/**
 * @param {string} version As `process.versions.node` gives it.
 * @param {readonly [number, number]} minimum Major and minor.
 * @returns {string | null} What is wrong, in one line; null when nothing is.
 */
export function nodeProblem(version, minimum) {
  const parts = version.split('.').map(Number);
  const recent = parts[0] > minimum[0] || (parts[0] === minimum[0] && parts[1] >= minimum[1]);
  return recent
    ? null
    : `Node.js is ${version}, Cull needs ${minimum.join('.')} or newer: see https://nodejs.org`;
}

/** The oldest Node.js that the dependencies run on. */
export const OLDEST_NODE = [20, 19];
