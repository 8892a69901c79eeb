import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { linkSources } from './source-links.mjs';

const VUE = fileURLToPath(new URL('../node_modules/vue', import.meta.url));

const page = (text, path) => ({ text, link: `/${path}` });
const docs = (text, name) => page(text, `docs/${name}`);

/** The pages as they are in the repository; a link that leads nowhere fails the build. */
export default defineConfig({
  title: 'Cull',
  description: 'The early kill switch for content variants',
  lang: 'en-US',
  srcDir: '..',
  outDir: '.vitepress/dist',
  cacheDir: '.vitepress/cache',
  srcExclude: ['**/dist/**', 'docs-site/**'],
  rewrites: {
    'README.md': 'index.md',
    'docs/runbooks/README.md': 'docs/runbooks/index.md',
    'bench/README.md': 'bench/index.md',
    'packages/client/README.md': 'packages/client/index.md',
    'apps/fake-threads/README.md': 'apps/fake-threads/index.md',
  },
  cleanUrls: true,
  ignoreDeadLinks: 'localhostLinks',
  markdown: {
    config: (md) => linkSources(md, process.env.DOCS_SOURCE_URL),
    languageAlias: { caddy: 'nginx' },
  },
  // The pages are outside of this folder, where Vue is not found by itself.
  vite: { resolve: { alias: [{ find: /^vue(?=\/|$)/, replacement: VUE }] } },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [docs('Tour', 'tour'), docs('Integrate', 'integrate'), docs('API', 'api')],
    sidebar: [
      {
        text: 'Start',
        items: [
          page('Overview', ''),
          docs('Five-minute tour', 'tour'),
          docs('Glossary', 'glossary'),
          docs('Questions and answers', 'faq'),
          docs('Comparison', 'compare'),
        ],
      },
      {
        text: 'Integrate',
        items: [
          docs('First steps', 'integrate'),
          docs('API', 'api'),
          docs('Permissions', 'access'),
          docs('Webhooks and Slack', 'notifications'),
          docs('Webhook events', 'webhook-events'),
          page('TypeScript client', 'packages/client/'),
        ],
      },
      {
        text: 'Connect',
        items: [docs('Threads', 'connect-threads'), docs('Accounts', 'accounts'), docs('Sources', 'sources')],
      },
      {
        text: 'Understand',
        items: [
          docs('How Cull decides', 'engine'),
          docs('What the rules do', 'simulation'),
          docs('The dashboard', 'dashboard'),
        ],
      },
      {
        text: 'Operate',
        items: [
          docs('Deploying', 'deploy'),
          docs('Operations', 'operators'),
          docs('Proxies', 'proxies'),
          docs('Metrics', 'metrics'),
          docs('Run-books', 'runbooks/'),
          docs('Recovery', 'recovery'),
          docs('Scaling', 'scaling'),
          docs('Security (ASVS)', 'asvs'),
          page('Benchmarks', 'bench/'),
        ],
      },
      {
        text: 'Contribute',
        items: [
          page('Contributing', 'CONTRIBUTING'),
          page('Architecture', 'ARCHITECTURE'),
          docs('Design', 'design'),
          page('Changelog', 'CHANGELOG'),
        ],
      },
    ],
  },
});
