/** Settings of the embedded server, as PostgreSQL names them. */
export type Settings = Readonly<Record<string, string>>;

const SHARED: Settings = {
  listen_addresses: '127.0.0.1',
  // A socket file in a shared directory would collide with other servers, and be open to every local account.
  unix_socket_directories: '',
  // 44 for each of 16 workers, 24 for web, and the rest for migrations, tools and the superuser's reserve.
  max_connections: '760',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  wal_compression: 'on',
  random_page_cost: '1.1',
  // The hot path's statements are short; compiling them costs more than it saves.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** A kill that is recorded must survive a power cut, so commits wait for the disk. */
const DURABLE: Settings = { fsync: 'on', synchronous_commit: 'on' };

/** A test's data may be lost with the test. */
const THROW_AWAY: Settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  // Like a server that somebody else set up: nothing may depend on it.
  timezone: 'America/New_York',
};

/**
 * Command-line options for the server.
 * @param port TCP port on 127.0.0.1.
 * @param ephemeral Whether the data is thrown away afterward.
 */
export function serverOptions(port: number, ephemeral: boolean): readonly string[] {
  const settings: Settings = { ...SHARED, port: String(port), ...(ephemeral ? THROW_AWAY : DURABLE) };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
