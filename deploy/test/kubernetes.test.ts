import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from '@cull/servers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Manifest, manifestsOf, schemaProblems } from '../src/manifests';
import { placeOf, readText } from '../src/repository';

const run = promisify(execFile);
const KUBERNETES = 'deploy/kubernetes';

const containerSchema = z.object({
  name: z.string(),
  image: z.string(),
  resources: z.object({
    requests: z.object({ cpu: z.string(), memory: z.string() }),
    limits: z.object({ memory: z.string() }),
  }),
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
  }),
});
/** What restricted pod security asks for. */
const podSchema = z.object({
  automountServiceAccountToken: z.literal(false),
  securityContext: z.object({
    runAsNonRoot: z.literal(true),
    runAsUser: z.number().min(1),
    seccompProfile: z.object({ type: z.literal('RuntimeDefault') }),
  }),
  initContainers: z.array(containerSchema).default([]),
  containers: z.array(containerSchema).min(1),
});
const workloadSchema = z.object({
  template: z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()) }), spec: podSchema }),
});
const WORKLOADS = ['Deployment', 'StatefulSet', 'Job'];

const files = (await readdir(placeOf(KUBERNETES), { recursive: true })).filter(
  (name) => name.endsWith('.yaml') && !name.endsWith('kustomization.yaml'),
);
const kubectl = await findProgram('kubectl');

describe.each(files)('%s', (file) => {
  it('keeps to the schemas of the API', () => {
    for (const manifest of manifestsOf(readText(`${KUBERNETES}/${file}`)))
      expect(schemaProblems(manifest), manifest.metadata.name).toEqual([]);
  });
});

it('finds what the API would refuse or pass over', () => {
  const changed = (spec: unknown): Manifest => ({
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'cull', labels: {} } },
    spec,
  });
  expect(schemaProblems(changed({ ports: [{ port: 'http' }] }))).not.toEqual([]);
  expect(schemaProblems(changed({ ports: [{ port: 80, targetPorts: 80 }] }))).toEqual([
    '/spec/ports/0/targetPorts is unknown',
  ]);
});

describe.each(['k3d', 'production'])('the overlay %s', (overlay) => {
  const build = async () => {
    const { stdout } = await run(kubectl ?? '', ['kustomize', placeOf(`${KUBERNETES}/overlays/${overlay}`)]);
    return manifestsOf(stdout);
  };

  it.skipIf(kubectl === null)('is valid, restricted, limited, and refers to what is there', async () => {
    const manifests = await build();
    for (const manifest of manifests)
      expect(schemaProblems(manifest), `${manifest.kind} ${manifest.metadata.name}`).toEqual([]);
    const workloads = manifests
      .filter(({ kind }) => WORKLOADS.includes(kind))
      .map(({ spec }) => workloadSchema.parse(spec));
    expect(workloads.length).toBeGreaterThan(2);
    for (const { template } of workloads)
      for (const { image } of [...template.spec.initContainers, ...template.spec.containers])
        expect(image).toMatch(/:[\w.-]+$/);
    const has = (kind: string) =>
      manifests.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name);
    expect(has('PodDisruptionBudget')).toEqual(['cull-web', 'cull-worker']);
    expect(has('NetworkPolicy')).toContain('cull-nobody');
    expect(has('ConfigMap')).toEqual(['cull']);
    if (overlay === 'production')
      expect([...has('Ingress'), ...has('PrometheusRule'), ...has('HorizontalPodAutoscaler')]).toEqual([
        'cull',
        'cull',
        'cull-worker',
      ]);
    // Secrets come from outside, by reference.
    expect(has('Secret')).toEqual([]);
    for (const { metadata, kind } of manifests)
      if (kind !== 'Namespace') expect(metadata.namespace).toBe('cull');
  });
});

it('makes the secrets of the overlay k3d from .env', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cull-secrets-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, '.env');
  await run(process.execPath, [placeOf('deploy/make-env.mjs'), file]);
  const { stdout } = await run(process.execPath, [placeOf(`${KUBERNETES}/make-secrets.mjs`), file]);
  const { items } = z
    .object({ items: z.array(z.looseObject({ kind: z.string() })) })
    .parse(JSON.parse(stdout));
  const manifests = items.flatMap((item) => manifestsOf(JSON.stringify(item)));
  for (const manifest of manifests) expect(schemaProblems(manifest)).toEqual([]);
  const secret = manifests.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === 'cull');
  const asked = [...readText(`${KUBERNETES}/base/worker.yaml`).matchAll(/key: ([A-Z_]+) \}/g)].map(
    ([, name = '']) => name,
  );
  expect(asked.length).toBeGreaterThan(2);
  for (const name of asked) expect(secret?.stringData?.[name]).toBeTruthy();
});

it('the justfile has the four commands, and its other recipes can be read', async () => {
  const { stdout } = await run('just', ['--justfile', placeOf('justfile'), '--summary'], {
    env: { ...process.env, PATH: `${placeOf('deploy/node_modules/.bin')}:${process.env['PATH']}` },
  });
  expect(stdout.trim().split(' ')).toEqual(expect.arrayContaining(['bench', 'deploy', 'dev', 'test']));
});
