import { SECRET_VARIABLES } from '@cull/process';
import type { ChildSpec } from './child';

/** For the launcher alone: no part changes tables, or makes the first access. */
const FOR_NO_CHILD = ['OWNER_DATABASE_URL', 'CULL_ADMIN_PASSWORD', 'CULL_API_KEY'].flatMap((name) => [
  name,
  `${name}_FILE`,
]);

/**
 * What a child finds in its environment: that of the launcher, with its own in front. A child that isn't trusted gets no secret of the
 * launcher's. A secret of its own takes the place of a file, too.
 * @param env Usually `process.env`.
 */
export function childEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  spec: Pick<ChildSpec, 'env' | 'isTrusted'>,
): Record<string, string | undefined> {
  const inherited = { ...env };
  for (const name of SECRET_VARIABLES) {
    if (name in spec.env || spec.isTrusted !== true) delete inherited[`${name}_FILE`];
    if (spec.isTrusted !== true) delete inherited[name];
  }
  for (const name of FOR_NO_CHILD) delete inherited[name];
  return { ...inherited, NODE_ENV: 'production', ...spec.env };
}
