import { expect, test as signedOut } from '@playwright/test';
import { PRODUCT } from '../src/product';
import { test } from './signed-in';

const VIOLATION = 'cull-test-violation';

test('pages run only what they brought, and nothing they show breaks that rule', async ({ page }) => {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });
  for (const path of ['/', '/variants/nobody']) {
    const response = await page.goto(path);
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}' 'strict-dynamic'/);
    expect(/script-src[^;]*unsafe-inline/.test(policy)).toBe(false);
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  }
  expect(violations).toEqual([]);

  await page.evaluate((mark) => {
    const script = document.createElement('div');
    script.innerHTML = `<img src="data:," onerror="document.title='${mark}'">`;
    document.body.append(script);
  }, VIOLATION);
  await expect.poll(() => violations.length).toBeGreaterThan(0);
  expect(await page.title()).not.toBe(VIOLATION);
});

signedOut('every page has a nonce of its own', async ({ request }) => {
  const nonceOf = async () => {
    const response = await request.get(`${PRODUCT.url}/sign-in`, {
      headers: { 'x-cull-nonce': 'mine', 'content-security-policy': "script-src 'nonce-mine'" },
    });
    return /'nonce-([^']+)'/.exec(response.headers()['content-security-policy'] ?? '')?.[1];
  };
  const [first, second] = [await nonceOf(), await nonceOf()];
  expect(first).toBeTruthy();
  expect(first).not.toBe(second);
  expect([first, second]).not.toContain('mine');
});

for (const path of ['/healthz', '/api/v1/openapi.json', '/api/nothing', '/sign-in']) {
  signedOut(`${path} cannot be framed, sniffed or borrowed`, async ({ request }) => {
    const headers = (await request.get(`${PRODUCT.url}${path}`)).headers();
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['x-powered-by']).toBeUndefined();
  });
}

signedOut('a forged cookie and another origin get nowhere', async ({ request }) => {
  const forged = { cookie: 'cull.session_token=forged.c2lnbmF0dXJl' };
  const page = await request.get(PRODUCT.url, { headers: forged, maxRedirects: 0 });
  expect([page.status(), page.headers()['location']]).toEqual([302, '/sign-in']);
  const call = await request.post(`${PRODUCT.url}/api/trpc/system.pause`, {
    headers: forged,
    data: { scope: { type: 'global' }, reason: 'x' },
  });
  expect(call.status()).toBe(401);
  const foreign = await request.post(`${PRODUCT.url}/api/trpc/system.pause`, {
    headers: { origin: 'https://example.org' },
    data: { scope: { type: 'global' }, reason: 'x' },
  });
  expect(foreign.status()).toBe(403);
});
