// Not in TypeScript: Next.js reads it at every start, and would load its compiler for that.

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The pages have no pictures; without this an optimizer of pictures would answer to everybody.
  images: { unoptimized: true },
  // Who may see a page is asked at every request: no proxy may keep one.
  headers: async () => [
    {
      source: '/:path((?!_next/static/|icon).*)',
      headers: [{ key: 'cache-control', value: 'private, no-cache' }],
    },
  ],
  // Packages of this workspace are consumed from source.
  transpilePackages: ['@cull/core'],
  // `npm test` checks the types of all workspaces; once is enough.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'] },
};

export default config;
