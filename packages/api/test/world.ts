import { randomUUID } from 'node:crypto';
import { migrate, storeApiKey } from '@cull/db';
import { testDatabase } from '@cull/servers/testing';
import { TRPCError } from '@trpc/server';
import { pino } from 'pino';
import { type AccessScope, type Credential, keyActor } from '../src/access/access';
import type { Services } from '../src/context';
import { appRouter } from '../src/router';
import type { PostedInput } from '../src/schemas/variants';
import { openServices } from '../src/services';
import { createCallerFactory, messageOf } from '../src/trpc';
import { ENCRYPTION_KEY } from './server';

export const AUTH_SECRET = 'a-secret-for-tests-of-32-characters';
export const BASE_URL = 'http://cull.test:3000';
export const silent = pino({ level: 'silent' });

const NOWHERE = { address: null, userAgent: null };
const createCaller = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof createCaller>;

/** The router on a real database and queue of its own. */
export interface World {
  readonly databaseUrl: string;
  readonly services: Services;
  /** May everything. */
  readonly admin: Caller;
  callerWith(...scopes: AccessScope[]): Caller;
  readonly nobody: Caller;
  /** Whose streams end with the signal. */
  viewer(signal: AbortSignal): Caller;
  close(): Promise<void>;
}

/** @param now Epoch milliseconds; the real time by default. */
export async function createWorld(now?: () => number): Promise<World> {
  const databaseUrl = await testDatabase();
  await migrate(databaseUrl);
  const { services, close } = await openServices({
    databaseUrl,
    authSecret: AUTH_SECRET,
    baseUrl: BASE_URL,
    log: silent,
    encryptionKey: ENCRYPTION_KEY,
    ...(now !== undefined && { now }),
  });
  const id = await storeApiKey(services.db, 'cull_test', {
    name: 'test',
    scopes: ['read'],
    expiresAt: null,
    createdBy: 'bootstrap',
  });
  const credential: Credential = { kind: 'key', id };
  const contextOf = (name: string, scopes: readonly AccessScope[]) => ({
    services,
    actor: keyActor(name, scopes),
    credential,
    origin: NOWHERE,
  });
  const callerWith = (...scopes: AccessScope[]) => createCaller(contextOf('test', scopes));
  return {
    databaseUrl,
    services,
    admin: callerWith('admin'),
    callerWith,
    nobody: createCaller({ services, actor: null, credential: null, origin: NOWHERE }),
    viewer: (signal) => createCaller(contextOf('viewer', ['read']), { signal }),
    close,
  };
}

/** A posting that is good as it stands. */
export function aVariant(values: Partial<PostedInput> = {}) {
  return {
    variantId: `variant-${randomUUID()}`,
    personaId: 'persona-1',
    postId: `post-${randomUUID()}`,
    expectedEngagementRate: 0.06,
    ...values,
  };
}

/** What a refused call tells its caller. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof TRPCError) return { code: error.code, message: messageOf(error) };
    throw error;
  }
  throw new Error('the call was not refused');
}
