import { readFileSync } from 'node:fs';
import { CHANNEL_EVENT_TYPES } from '@cull/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from './open-api';
import { webhookPage } from './webhook-page';
import { webhookDataOf, webhookExampleOf } from './webhooks';

const PAGE = new URL('../../../../docs/webhook-events.md', import.meta.url);
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

describe('the events of webhooks', () => {
  it.each(CHANNEL_EVENT_TYPES)('have a schema in the OpenAPI document that the example fits: %s', (type) => {
    const { webhooks } = openApiDocument([], [], 'http://localhost:3000');
    const { schema, example } = operationSchema.parse(webhooks[type]).post.requestBody.content[
      'application/json'
    ];
    expect(example).toEqual(webhookExampleOf(type));
    const published = z.fromJSONSchema(schema);
    expect(published.safeParse(example).error).toBeUndefined();
    expect(published.safeParse({ ...example, data: {} }).success).toBe(false);
    expect(published.safeParse({ ...example, type: 'another' }).success).toBe(false);
    expect(webhookDataOf(type).strict().safeParse(example.data).error).toBeUndefined();
  });

  it('are on the page that `pnpm --filter @cull/api docs` writes', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(webhookPage());
  });
});
