#!/usr/bin/env node
// node deploy/kubernetes/make-secrets.mjs .env: prints what the overlay k3d needs besides its manifests: the namespace, the secrets of .env,
// and the script of PostgreSQL's first start.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const [file = '.env'] = process.argv.slice(2);
const lines = readFileSync(resolve(file), 'utf8')
  .split('\n')
  .filter((line) => /^[A-Z_]+=/.test(line));
const given = new Map(
  lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);

function secretOf(name) {
  const value = given.get(name);
  if (value) return value;
  console.error(`${file} has no ${name}: node deploy/make-env.mjs writes one`);
  process.exit(1);
}
const pick = (...names) => Object.fromEntries(names.map((name) => [name, secretOf(name)]));
const named = (name) => ({ name, namespace: 'cull' });

const servers = pick('POSTGRES_OWNER_PASSWORD', 'POSTGRES_PASSWORD', 'REDIS_PASSWORD');
const cull = {
  DATABASE_URL: `postgresql://cull_app:${servers.POSTGRES_PASSWORD}@postgres:5432/cull`,
  OWNER_DATABASE_URL: `postgresql://cull:${servers.POSTGRES_OWNER_PASSWORD}@postgres:5432/cull`,
  REDIS_URL: `redis://:${servers.REDIS_PASSWORD}@redis:6379`,
  ...pick(
    'CULL_AUTH_SECRET',
    'CULL_ENCRYPTION_KEY',
    'CULL_METRICS_TOKEN',
    'CULL_API_KEY',
    'THREADS_ACCESS_TOKEN',
  ),
};
const firstStart = readFileSync(resolve(import.meta.dirname, '..', 'docker', 'create-database.sh'), 'utf8');
const items = [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'cull', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  },
  { apiVersion: 'v1', kind: 'Secret', metadata: named('cull'), stringData: cull },
  { apiVersion: 'v1', kind: 'Secret', metadata: named('cull-servers'), stringData: servers },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: named('cull-first-start'),
    data: { 'create-database.sh': firstStart },
  },
];
console.log(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2));
