'use client';

import type { Role } from '@cull/api';
import { authClient } from './auth-client';

/** Who may more stands behind who may less. */
const ROLES: readonly string[] = ['viewer', 'operator', 'admin'] satisfies readonly Role[];

/** Whether the reader has at least this role; false until it is known. The API decides anyway. */
export function useIsAtLeast(role: Role): boolean {
  const own = authClient.useSession().data?.user.role ?? '';
  return ROLES.indexOf(own) >= ROLES.indexOf(role);
}
