import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the whole repository. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where tools are kept that are not part of the dependencies. */
export const TOOLS = join(ROOT, '.cull', 'tools');

const GROUPS = ['apps', 'packages', 'tooling'];
const SINGLE = ['deploy', 'e2e', 'bench', 'examples'];

/** @returns {string[]} The folder of each package, relative to the root, in a stable order. */
export function workspaceFolders() {
  const grouped = GROUPS.flatMap((group) => readdirSync(join(ROOT, group)).map((name) => join(group, name)));
  return [...grouped, ...SINGLE].filter((folder) => existsSync(join(ROOT, folder, 'package.json'))).sort();
}

/**
 * @param {string} [folder] Relative to the root; the root itself when left out.
 * @returns {Record<string, any>} Its package.json.
 */
export function readPackage(folder = '.') {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
}
