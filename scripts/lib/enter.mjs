// The first thing that runs: it stays readable for old versions of Node.js, so that they can be told.
import { nodeProblem, OLDEST_NODE } from './node-version.mjs';

/**
 * Runs a command of Cull, or says in one line why it cannot.
 * @param {() => Promise<{ main: () => Promise<number | undefined> }>} load Imports the command; it is called only
 *   once Node.js is known to be recent enough.
 */
export function enter(load) {
  const problem = nodeProblem(process.versions.node, OLDEST_NODE);
  if (problem) {
    console.error(`cull: ${problem}`);
    process.exit(1);
  }
  load()
    .then((command) => command.main())
    .then(
      (code) => {
        if (code !== undefined) process.exit(code);
      },
      (error) => {
        const expected = error instanceof Error && error.name === 'Failure';
        console.error(`cull: ${expected ? error.message : (error?.stack) || error}`);
        process.exit(1);
      },
    );
}
