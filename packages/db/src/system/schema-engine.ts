// Node.js types do not name WebAssembly.
/// <reference lib="dom" />
import { readFile } from 'node:fs/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, DriverAdapterError } from '@prisma/driver-adapter-utils';
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

export type SchemaEngine = engineBindings.SchemaEngine;

let loaded: Promise<void> | undefined;

/**
 * Opens Prisma's schema engine on a database, in WebAssembly.
 *
 * Prisma's own CLI downloads a native engine instead, which closed networks refuse; this one comes from npm and
 * reads the same migrations.
 * @param pool Connections to the database; the engine holds a lock on one of them until the pool is ended.
 * @param datamodels The Prisma schema files as [path, content] pairs; needed to diff, not to apply.
 */
export async function openSchemaEngine(
  pool: pg.Pool,
  datamodels: [string, string][] | undefined = undefined,
): Promise<SchemaEngine> {
  loaded ??= loadWasm();
  await loaded;
  const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
  return engineBindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
}

/**
 * Sends a script as one query, which PostgreSQL runs as one transaction: a migration is applied whole or not at all.
 * The adapter itself cuts scripts at every semicolon, also at those inside of a function's body.
 */
class WholeScripts extends PrismaPg {
  constructor(private readonly pool: pg.Pool) {
    super(pool);
  }

  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await this.pool.query(script).catch((error: unknown) => {
        throw error instanceof pg.DatabaseError ? inWordsOfPrisma(error) : error;
      });
    };
    return adapter;
  }
}

/** The engine passes the words of such an error on, and of no other. */
function inWordsOfPrisma({ code = 'XX000', severity = 'ERROR', message, ...rest }: pg.DatabaseError) {
  const { detail, column, hint } = rest;
  return new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}

/** The package does not export it, so it is found where pnpm links the package; a bundle takes it along. */
const ENGINE = new URL(
  '../../node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm',
  import.meta.url,
);

/** The package's entry imports its .wasm as a module, which Node.js hides behind a flag; so it is bound by hand. */
async function loadWasm(): Promise<void> {
  const bytes = await readFile(ENGINE);
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engineBindings });
  engineBindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === 'function') start();
}
