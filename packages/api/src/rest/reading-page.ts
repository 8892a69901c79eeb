import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import swaggerUi from 'swagger-ui-dist/package.json' with { type: 'json' };

/** Below `/api/v1`: the page, and next to it what it loads. */
const PAGE_PATH = '/docs';
const DAY_SECONDS = 86_400;

const require = createRequire(import.meta.url);
const STYLES = require.resolve('swagger-ui-dist/swagger-ui.css');
const SCRIPT = require.resolve('swagger-ui-dist/swagger-ui-bundle.js');
const { version } = swaggerUi;

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Cull API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="docs/swagger-ui.css?${version}">
  </head>
  <body>
    <div id="docs"><noscript>This page needs JavaScript; <a href="openapi.json">the OpenAPI document</a> does not.</noscript></div>
    <script src="docs/swagger-ui-bundle.js?${version}"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

const START = `const dark = matchMedia('(prefers-color-scheme: dark)');
const paint = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', paint);
paint();
SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  docExpansion: 'list',
});
`;

/** Its own files and calls of its own API; styles may be inline, as the library writes them into the page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES = { css: 'text/css', js: 'text/javascript' } as const;

const compress = promisify(gzip);

/** @returns Answers requests for the page on which the API is read and tried; false, untouched, for any other. */
export function createReadingPage(): (path: string, response: ServerResponse) => Promise<boolean> {
  const files = new Map<string, Promise<Buffer>>();
  const fileOf = (path: string) => {
    const known = files.get(path) ?? readFile(path).then((file) => compress(file));
    files.set(path, known);
    return known;
  };
  return async (path, response) => {
    switch (path) {
      case PAGE_PATH:
        response.writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': POLICY,
          'cache-control': 'no-cache',
        });
        response.end(PAGE);
        return true;
      case `${PAGE_PATH}/start.js`:
        response.writeHead(200, { 'content-type': TYPES.js, 'cache-control': 'no-cache' });
        response.end(START);
        return true;
      case `${PAGE_PATH}/swagger-ui.css`:
        send(response, TYPES.css, await fileOf(STYLES));
        return true;
      case `${PAGE_PATH}/swagger-ui-bundle.js`:
        send(response, TYPES.js, await fileOf(SCRIPT));
        return true;
      default:
        return false;
    }
  };
}

/** A file of the library's: it changes with the version in its address alone. */
function send(response: ServerResponse, type: string, compressed: Buffer): void {
  response.writeHead(200, {
    'content-type': type,
    'content-encoding': 'gzip',
    'cache-control': `public, max-age=${DAY_SECONDS}`,
  });
  response.end(compressed);
}
