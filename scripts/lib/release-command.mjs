import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePnpm } from './pnpm.mjs';
import { whyNotNext, withRelease, withVersion } from './release.mjs';
import { run, runOrFail } from './run.mjs';
import { red, step } from './steps.mjs';
import { ROOT, readPackage, workspaceFolders } from './workspace.mjs';

const SBOM = 'sbom.cdx.json';
const DOCKERFILE = join('deploy', 'docker', 'Dockerfile');

/**
 * Sets the version everywhere, closes the changelog's section, writes the software bill of materials, commits and tags.
 * Nothing is pushed.
 * @returns {Promise<number>} The exit code.
 */
export async function main() {
  const [wanted] = process.argv.slice(2);
  const refused = whyNotNext(readPackage().version, wanted) ?? (await whyNotHere());
  if (refused !== null) return refuse(refused);
  const changelog = withRelease(read('CHANGELOG.md'), wanted, new Date().toISOString().slice(0, 10));
  if (changelog === null)
    return refuse('CHANGELOG.md has nothing under [Unreleased]: say what changed first');
  const { bin } = await step('Get pnpm', ensurePnpm);
  write('CHANGELOG.md', changelog);
  for (const folder of ['.', ...workspaceFolders()]) {
    const path = join(folder, 'package.json');
    write(path, withVersion(read(path), wanted));
  }
  write(DOCKERFILE, read(DOCKERFILE).replace(/^ARG VERSION=.*$/m, `ARG VERSION=${wanted}`));
  await step('List what it is built of', () =>
    runOrFail('listing what it is built of', join(bin, 'pnpm'), [
      'sbom',
      '--sbom-format',
      'cyclonedx',
      '--prod',
      '--out',
      SBOM,
    ]),
  );
  await git('the commit', 'commit', '--quiet', '--all', '--message', `release: ${wanted}`);
  await git('the tag', 'tag', '--annotate', `v${wanted}`, '--message', `Cull ${wanted}`);
  console.log(`Tagged v${wanted}. Attach ${SBOM} to the release.`);
  console.log(`Next: git push origin main v${wanted}`);
  return 0;
}

/** @returns {Promise<string | null>} Why this working tree can't be released. */
async function whyNotHere() {
  const status = await run('git', ['status', '--porcelain'], { cwd: ROOT });
  if (status.code !== 0) return 'this is no git repository';
  return status.output.trim() === '' ? null : 'there are changes that are not committed';
}

const read = (path) => readFileSync(join(ROOT, path), 'utf8');
const write = (path, text) => writeFileSync(join(ROOT, path), text);
const git = (what, ...args) => runOrFail(what, 'git', args);

function refuse(why) {
  console.error(red(why));
  return 1;
}
