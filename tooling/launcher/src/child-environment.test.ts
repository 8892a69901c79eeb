import { expect, it } from 'vitest';
import { childEnvironment } from './child-environment';

const ENV = {
  PATH: '/bin',
  DATABASE_URL_FILE: '/run/secrets/database',
  OIDC_CLIENT_SECRET_FILE: '/run/secrets/oidc',
  CULL_ADMIN_PASSWORD: 'her own',
  OWNER_DATABASE_URL: 'postgresql://cull@db/cull',
};

it('a part of Cull finds what the launcher has, with its own in front', () => {
  expect(childEnvironment(ENV, { isTrusted: true, env: { DATABASE_URL: 'postgresql://db/cull' } })).toEqual({
    PATH: '/bin',
    NODE_ENV: 'production',
    DATABASE_URL: 'postgresql://db/cull',
    OIDC_CLIENT_SECRET_FILE: '/run/secrets/oidc',
  });
});

it('what only comes along, like the demo, finds no secret but its own', () => {
  expect(childEnvironment(ENV, { env: { CULL_API_KEY: 'cull_demo' } })).toEqual({
    PATH: '/bin',
    NODE_ENV: 'production',
    CULL_API_KEY: 'cull_demo',
  });
});
