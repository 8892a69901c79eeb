import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const workflowSchema = z.object({
  permissions: z.object({ contents: z.literal('read') }),
  jobs: z.record(
    z.string(),
    z.object({
      'timeout-minutes': z.number(),
      strategy: z.object({ matrix: z.record(z.string(), z.array(z.string())) }).optional(),
      steps: z.array(z.object({ run: z.string().optional(), uses: z.string().optional() })),
    }),
  ),
});
const { jobs } = workflowSchema.parse(parse(read('.github/workflows/ci.yml')));
const commands = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

describe('the workflow', () => {
  it('calls scripts that there are', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')));
    const called = commands.flatMap((command) =>
      [...command.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name),
    );
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((name) => name === undefined || !(name in scripts))).toEqual([]);
    expect(commands).toContain('bash .ci/run');
  });

  it('builds each image that the Dockerfile has', () => {
    const targets = [...read('deploy/docker/Dockerfile').matchAll(/^FROM \S+ AS (\S+)$/gm)].map(
      ([, name]) => name,
    );
    const { part = [] } = jobs['images']?.strategy?.matrix ?? {};
    expect(part.length).toBeGreaterThan(0);
    expect(part.filter((name) => !targets.includes(name))).toEqual([]);
  });

  it('tests the oldest Node.js that is supported', () => {
    const { engines } = z
      .object({ engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(read('package.json')));
    const { node = [] } = jobs['test']?.strategy?.matrix ?? {};
    expect(engines.node).toBe(`>=${node[0]}`);
  });
});

describe('issue forms', () => {
  const folder = '.github/ISSUE_TEMPLATE';
  it.each(readdirSync(join(ROOT, folder)).filter((name) => name !== 'config.yml'))(
    '%s asks for something',
    (name) => {
      const form = z.object({
        name: z.string(),
        description: z.string(),
        body: z.array(z.object({ type: z.string() })),
      });
      expect(form.parse(parse(read(join(folder, name)))).body.length).toBeGreaterThan(0);
    },
  );
});
