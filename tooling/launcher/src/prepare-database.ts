// The one-shot job of a deployment: brings the database up to date and makes the first access.
import { bootstrap } from '@cull/api';
import { addressesOf, databaseAddress, waitForDatabase } from '@cull/postgres';
import { publicUrlSchema } from '@cull/process';
import { z } from 'zod';
import { bringUpToDate } from './bring-up-to-date';
import { describeIssue, givenVariables } from './variables';

/** The database may just be starting. */
const DATABASE_WITHIN_MS = 60_000;

const schema = z.object({
  DATABASE_URL: databaseAddress,
  DIRECT_DATABASE_URL: databaseAddress.optional(),
  OWNER_DATABASE_URL: databaseAddress.optional(),
  REDIS_URL: z.string().optional(),
  CULL_AUTH_SECRET: z.string().min(32, { error: 'it needs at least 32 characters' }),
  CULL_URL: publicUrlSchema,
  CULL_ADMIN_EMAIL: z.email({ error: 'it needs an email address' }).optional(),
  CULL_ADMIN_PASSWORD: z.string().min(12, { error: 'it needs at least 12 characters' }).optional(),
  CULL_RESET_ADMIN: z.stringbool({ error: 'it needs true or false' }).default(false),
  CULL_API_KEY: z.string().min(20, { error: 'it needs at least 20 characters' }).optional(),
});

try {
  const given = givenVariables(process.env);
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new Error(describeIssue(parsed.error, given));
  const addresses = addressesOf(parsed.data);
  const { DATABASE_URL, CULL_AUTH_SECRET, CULL_URL, ...first } = parsed.data;
  await waitForDatabase(addresses, { onWait: console.log, giveUpAfterMs: DATABASE_WITHIN_MS });
  const ownerUrl = parsed.data.OWNER_DATABASE_URL ?? addresses.directUrl;
  const { directUrl } = addresses;
  const applied = await bringUpToDate({ ownerUrl, directUrl, redisUrl: parsed.data.REDIS_URL }, console.log);
  console.log(
    applied.length === 0 ? 'The database was up to date.' : `Applied ${applied.length} migrations.`,
  );
  const access = await bootstrap({
    databaseUrl: DATABASE_URL,
    secret: CULL_AUTH_SECRET,
    baseUrl: CULL_URL,
    adminEmail: first.CULL_ADMIN_EMAIL,
    adminPassword: first.CULL_ADMIN_PASSWORD,
    apiKey: first.CULL_API_KEY,
    reset: first.CULL_RESET_ADMIN,
  });
  // Logs are read by many: a link that lets an admin in is there only while nobody can have another way.
  if (!access.isInUse || first.CULL_RESET_ADMIN) {
    console.log(`Sign in with ${access.signInUrl}`);
    console.log(`or as ${access.adminEmail}`);
  }
  // What was given is known to anyone who gave it.
  if (access.adminPassword !== null && first.CULL_ADMIN_PASSWORD === undefined)
    console.log(`Password ${access.adminPassword}: change it, since it is in this log`);
  if (access.apiKey !== null && first.CULL_API_KEY === undefined)
    console.log(`API key ${access.apiKey}: replace it, since it is in this log`);
  process.exit(0);
} catch (error) {
  console.error(`cull: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
