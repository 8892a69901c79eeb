import type { ReactNode } from 'react';
import { LiveStream } from '../../features/live/stream/live-stream';
import { ApiProvider } from '../../trpc/provider';

/** What hangs on a wall has nothing around it. */
export default function WallLayout({ children }: { children: ReactNode }) {
  return (
    <ApiProvider>
      <LiveStream>{children}</LiveStream>
    </ApiProvider>
  );
}
