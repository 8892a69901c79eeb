import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('the page on which the API is read', () => {
  it('loads its own files alone, and says so to the browser', async () => {
    const response = await fetch(`${server.url}/api/v1/docs`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    const page = await response.text();
    const files = [...page.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)].map(([, file]) => file);
    expect(files).toHaveLength(3);
    for (const file of files) {
      const loaded = await fetch(`${server.url}/api/v1/${file}`);
      expect(loaded.status, file).toBe(200);
      expect(loaded.headers.get('content-type'), file).toMatch(/^text\/(css|javascript)$/);
      expect((await loaded.text()).length, file).toBeGreaterThan(100);
    }
    expect(page).not.toMatch(/https?:\/\//);
  });

  it('gives nothing else of the library, nor of the disk', async () => {
    for (const path of ['docs/package.json', 'docs/..%2f..%2fpackage.json', 'docs/swagger-ui.js']) {
      expect((await fetch(`${server.url}/api/v1/${path}`)).status, path).toBe(404);
    }
  });
});
