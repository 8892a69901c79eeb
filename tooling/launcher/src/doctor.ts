// Looks at everything that Cull needs, changes nothing, and says what to do: npm run doctor, and the init container of a deployment.
// With --before-migration it is no failure that the database isn't migrated yet.
import { parseArgs } from 'node:util';
import { examine, report } from './doctor/doctor';
import { reasonOf } from './doctor/finding';
import { givenVariables } from './variables';

try {
  const { values } = parseArgs({ options: { 'before-migration': { type: 'boolean', default: false } } });
  const findings = await examine(givenVariables(process.env), {
    mayBeUnmigrated: values['before-migration'],
    nodeVersion: process.versions.node,
    now: Date.now,
  });
  console.log(report(findings));
  process.exit(findings.some(({ level }) => level === 'fail') ? 1 : 0);
} catch (error) {
  console.error(`cull: ${reasonOf(error)}`);
  process.exit(1);
}
