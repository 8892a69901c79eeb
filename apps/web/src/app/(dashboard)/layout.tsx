import type { ReactNode } from 'react';
import { Frame } from '../../features/frame/frame';
import { LiveStream } from '../../features/live/live-stream';
import { ApiProvider } from '../../trpc/provider';

export default function DashboardLayout({ children }: { children: ReactNode }) {
  return (
    <ApiProvider>
      <LiveStream>
        <Frame>{children}</Frame>
      </LiveStream>
    </ApiProvider>
  );
}
