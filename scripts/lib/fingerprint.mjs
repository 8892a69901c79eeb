import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, findRedis } from './programs.mjs';
import { ROOT, readPackage, workspaceFolders } from './workspace.mjs';

/** @returns {string[] | null} Every file of the working tree that git doesn't ignore; null where git can't say. */
export function workingTree() {
  try {
    const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
    const list = execFileSync('git', args, {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 2 ** 26,
    });
    return [...new Set(list.split('\0'))].filter(Boolean).sort();
  } catch {
    return null;
  }
}

/**
 * What decides how the tests of a package end, apart from the folders it names: the package, those that it is built
 * on, and what belongs to no package. Prose doesn't.
 * @param {readonly string[]} files From `workingTree`.
 * @param {string} folder Of the package.
 * @param {readonly string[]} [besides] Other folders that its tests read.
 */
export function filesBehind(files, folder, besides = []) {
  const packages = workspaceFolders();
  const own = new Set(closure(folder, packages));
  const isIn = (file, folders) => folders.some((one) => file.startsWith(`${one}/`));
  return files.filter((file) => {
    if (isIn(file, [...own, ...besides])) return true;
    return !isIn(file, packages) && !file.startsWith('docs/') && !file.endsWith('.md');
  });
}

function closure(folder, packages) {
  const folderOf = new Map(packages.map((one) => [readPackage(one).name, one]));
  const found = new Set();
  const visit = (one) => {
    if (found.has(one)) return;
    found.add(one);
    const { dependencies, devDependencies } = readPackage(one);
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      if (folderOf.has(name)) visit(folderOf.get(name));
    }
  };
  visit(folder);
  return found;
}

/**
 * @param {readonly string[]} files
 * @param {string} [root] What they are relative to.
 * @returns {string} One digest of their names and contents, and of the programs that tests use.
 */
export function fingerprint(files, root = ROOT) {
  const hash = createHash('sha256');
  hash.update([process.version, process.arch, findChromium(), findRedis()].join('\0'));
  for (const file of files) {
    hash.update(`\0${file}\0`);
    try {
      hash.update(readFileSync(join(root, file)));
    } catch {
      // Deleted, but not yet from the index; or a link to nowhere.
      hash.update('gone');
    }
  }
  return hash.digest('hex');
}
