import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Frame } from '../../features/frame/frame';
import { LiveStream } from '../../features/live/stream/live-stream';
import { ApiProvider } from '../../trpc/provider';

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const host = (await headers()).get('host') ?? '';
  return (
    <ApiProvider>
      <LiveStream>
        <Frame host={host}>{children}</Frame>
      </LiveStream>
    </ApiProvider>
  );
}
