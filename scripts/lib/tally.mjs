/** How many tests passed, failed and were skipped, with the names of those worth naming. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;
  /** @type {string[]} */
  failures = [];
  /** @type {string[]} */
  skips = [];
  /** Passed, but not at the first try. @type {string[]} */
  unsteady = [];

  pass(count = 1) {
    this.passed += count;
  }

  fail(name) {
    this.failed += 1;
    this.failures.push(name);
  }

  /** @param {string} name With the reason, where one is known. */
  skip(name) {
    this.skipped += 1;
    this.skips.push(name);
  }

  /** @param {Tally} other */
  add(other) {
    this.passed += other.passed;
    this.failed += other.failed;
    this.skipped += other.skipped;
    this.failures.push(...other.failures);
    this.skips.push(...other.skips);
    this.unsteady.push(...other.unsteady);
  }

  toString() {
    return `${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`;
  }
}

/**
 * Counts vitest's JSON report.
 * @param {any} report
 * @param {string} where Put before each name.
 */
export function tallyVitest(report, where) {
  const tally = new Tally();
  for (const file of report.testResults) {
    for (const test of file.assertionResults) count(tally, test.status, `${where}: ${test.fullName}`);
    // A file that could not even be loaded has no tests to count.
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')) {
      tally.fail(`${where}: ${file.name}`);
    }
  }
  return tally;
}

/**
 * Counts Playwright's JSON report.
 * @param {any} report
 * @param {string} where Put before each name.
 */
export function tallyPlaywright(report, where) {
  const tally = new Tally();
  for (const spec of report.suites.flatMap(specsOf)) {
    for (const test of spec.tests) count(tally, test.status, `${where}: ${spec.title}`);
  }
  for (const error of report.errors ?? []) tally.fail(`${where}: ${String(error.message).split('\n')[0]}`);
  return tally;
}

function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}

function count(tally, status, name) {
  switch (status) {
    case 'passed':
    case 'expected':
      return tally.pass();
    case 'flaky':
      tally.unsteady.push(name);
      return tally.pass();
    case 'failed':
    case 'unexpected':
      return tally.fail(name);
    default:
      return tally.skip(name);
  }
}

/**
 * Counts the summary at the end of a TAP report, as `node --test` writes it.
 * @param {string} output
 * @param {string} where Put before each name.
 */
export function tallyTap(output, where) {
  const tally = new Tally();
  const number = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  tally.pass(number('pass'));
  for (let n = number('fail') + number('cancelled'); n > 0; n -= 1) tally.fail(where);
  for (let n = number('skipped') + number('todo'); n > 0; n -= 1) tally.skip(where);
  return tally;
}
