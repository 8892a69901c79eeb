import type { AppRouter } from '@cull/api';
import type { TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';

const REASON = 'confirmation_needed';

/**
 * Where a call needs the reader to confirm that it's them, asks them, and makes the call again.
 * @param confirm Whether they did.
 */
export function confirmLink(confirm: () => Promise<boolean>): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        let isOver = false;
        let stop = () => {};
        const call = (isLast: boolean) => {
          const running = next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: (error) => {
              if (isLast || error.data?.reason !== REASON) return observer.error(error);
              confirm().then(
                (isConfirmed) => {
                  if (isOver) return;
                  if (isConfirmed) call(true);
                  else observer.error(error);
                },
                () => observer.error(error),
              );
            },
          });
          stop = () => running.unsubscribe();
        };
        call(false);
        return () => {
          isOver = true;
          stop();
        };
      });
}
