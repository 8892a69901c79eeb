import { expect, it } from 'vitest';
import { databaseAddress, parseAddress, placeOf } from './address';

const PASSWORD = 's3cret/p@ss';
const encoded = encodeURIComponent(PASSWORD);

it.each([
  [
    `postgres://cull:${encoded}@db.example.com/cull`,
    { host: 'db.example.com', password: PASSWORD, user: 'cull' },
  ],
  [`postgresql+psycopg2://cull:${encoded}@db:6432/cull`, { host: 'db', port: 6432, password: PASSWORD }],
  ['postgresql://cull:100%@db/cull', { host: 'db', password: '100%' }],
  ['postgresql://cull@[::1]:5433/cull', { host: '::1', port: 5433, database: 'cull' }],
  ['postgresql:///cull?host=/var/run/postgresql', { host: '/var/run/postgresql', database: 'cull' }],
  ['postgresql://cull@/cull?host=/tmp', { host: '/tmp', user: 'cull', database: 'cull' }],
  ['postgresql://%2Fvar%2Frun%2Fpostgresql/cull', { host: '/var/run/postgresql', database: 'cull' }],
  ['postgresql://db/cull?sslmode=disable', { ssl: false }],
  ['postgresql://db/cull?sslmode=require', { ssl: { rejectUnauthorized: false } }],
  ['postgresql://db/cull?sslmode=no-verify', { ssl: { rejectUnauthorized: false } }],
  ['postgresql://db/cull?sslmode=verify-full', { ssl: {} }],
  ['postgresql://db/cull?sslmode=verify-full&sslrootcert=system', { ssl: {} }],
  ['postgresql://db/cull?schema=public&pgbouncer=true&channel_binding=require', { host: 'db' }],
])('%s is understood', (address, config) => {
  expect(parseAddress(address)).toMatchObject(config);
});

it.each([
  [`mysql://cull:${encoded}@db/cull`, /begins with mysql:\/\/, and needs .*postgresql:/],
  [`jdbc:postgresql://db/cull?password=${encoded}`, /begins with jdbc:postgresql:/],
  ['host=db dbname=cull', /has no scheme/],
  [`postgresql://cull:${encoded}#x@db/cull`, /has a #, and needs it as %23/],
  ['postgresql://cull:s3cret/x@db/cull', /can't be read, and needs .*%2F for \//],
  [`postgresql://cull:${encoded}@one:5432,two:5432/cull`, /has several hosts/],
  [
    `postgresql://cull:${encoded}@db/cull?sslmode=prefer`,
    /has sslmode=prefer, and needs one of sslmode=disable/,
  ],
  ['postgresql://db/cull?sslmode=verify-ca', /has sslmode=verify-ca, and needs sslrootcert/],
  [
    'postgresql://db/cull?sslmode=verify-full&sslrootcert=/nowhere.pem',
    /names \/nowhere.pem, which can't be read/,
  ],
  ['postgresql://db/cull?schema=cull', /has schema=cull/],
])('%s is refused in one line', (address, reason) => {
  const refused = databaseAddress.safeParse(address);
  const message = refused.error?.issues[0]?.message ?? '';
  expect(message).toMatch(reason);
  expect(message).not.toMatch(/\n|s3cret/);
});

it('says where it leads without the password', () => {
  expect(placeOf('postgresql://cull:s3cret@[::1]/cull')).toBe('[::1]:5432/cull');
  expect(placeOf('postgresql:///cull?host=/tmp')).toBe('/tmp:5432/cull');
});
