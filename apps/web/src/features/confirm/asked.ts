import { create } from 'zustand';
import { readStanding } from './confirm-calls';

interface Asked {
  /** Told whether they confirmed; null while nobody is asked. */
  readonly answer: ((isConfirmed: boolean) => void) | null;
}

export const useAsked = create<Asked>(() => ({ answer: null }));

let open: Promise<boolean> | undefined;

/** Asks the reader to confirm that it's them; all who need it at once share one question. @returns Whether they did. */
export function askToConfirm(): Promise<boolean> {
  open ??= new Promise((resolve) => {
    useAsked.setState({
      answer: (isConfirmed) => {
        open = undefined;
        useAsked.setState({ answer: null });
        resolve(isConfirmed);
      },
    });
  });
  return open;
}

/** Asks only those who have not confirmed lately: for what can't be tried again once it was refused. */
export async function confirmedLately(): Promise<boolean> {
  const standing = await readStanding().catch(() => null);
  return standing === null || standing.isConfirmed || askToConfirm();
}
