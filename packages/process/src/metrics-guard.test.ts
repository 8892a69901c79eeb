import { expect, it } from 'vitest';
import { createMetricsGuard, metricsTokenSchema } from './metrics-guard';

const TOKEN = 'a-token-for-prometheus';

it.each([
  [undefined, 'http://localhost:3000', undefined, true],
  [undefined, 'http://127.0.0.1:3000', undefined, true],
  [undefined, 'http://[::1]:3000', undefined, true],
  [undefined, 'https://cull.example.com', undefined, false],
  [undefined, 'http://localhost.example.com', undefined, false],
  [undefined, 'https://cull.example.com', `Bearer ${TOKEN}`, false],
  [TOKEN, 'http://localhost:3000', undefined, false],
  [TOKEN, 'https://cull.example.com', `Bearer ${TOKEN}`, true],
  [TOKEN, 'https://cull.example.com', `bearer  ${TOKEN}`, true],
  [TOKEN, 'https://cull.example.com', `Bearer ${TOKEN}x`, false],
  [TOKEN, 'https://cull.example.com', TOKEN, false],
  [TOKEN, 'https://cull.example.com', 'Bearer ', false],
])('with the token %s at %s, %s is let in: %s', (token, url, authorization, expected) => {
  expect(createMetricsGuard(token, url)(authorization)).toBe(expected);
});

it.each(['short', 'with spaces in the middle of it'])('"%s" is no token', (token) => {
  expect(metricsTokenSchema.safeParse(token).success).toBe(false);
});
