import type { Role } from '@cull/api';

/** What people may be. */
export const ROLES: Role[] = ['viewer', 'operator', 'admin'];

/** A role by its name; the least for anything that is none. */
export function roleOf(name: string): Role {
  return ROLES.find((role) => role === name) ?? 'viewer';
}
