import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from './open-api';
import { EVENT_EXAMPLES } from './webhooks';

const GUIDE = new URL('../../../../docs/notifications.md', import.meta.url);
const EXAMPLES: ReadonlyMap<string, unknown> = new Map(Object.entries(EVENT_EXAMPLES));
const eventSchema = z.object({ type: z.string(), timestamp: z.string(), data: z.unknown() });
const operationSchema = z.object({
  post: z.object({
    requestBody: z.object({
      content: z.object({
        'application/json': z.object({ schema: z.record(z.string(), z.unknown()), example: eventSchema }),
      }),
    }),
  }),
});

describe('the events about accounts and checks', () => {
  it.each([...EXAMPLES])('have a schema in the OpenAPI document that the example fits: %s', (type, data) => {
    const { webhooks } = openApiDocument([], [], 'http://localhost:3000');
    const { schema, example } = operationSchema.parse(webhooks[type]).post.requestBody.content[
      'application/json'
    ];
    expect(example).toMatchObject({ type, data });
    const published = z.fromJSONSchema(schema);
    expect(published.safeParse(example).error).toBeUndefined();
    expect(published.safeParse({ ...example, data: {} }).success).toBe(false);
    expect(published.safeParse({ ...example, type: 'another' }).success).toBe(false);
  });

  it('are told as the guide shows them', () => {
    const blocks = readFileSync(GUIDE, 'utf8').matchAll(/```json\n(.+?)\n```/gs);
    const shown = [...blocks].map(([, json = '']) => eventSchema.parse(JSON.parse(json)));
    expect(new Map(shown.map(({ type, data }) => [type, data]))).toEqual(EXAMPLES);
  });
});
