'use client';

import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { saidBesides } from './said';

interface Question {
  /** The act in full. */
  label: string;
  /** Closes the question. */
  onDone: () => void;
  /** Shows in it that the act was refused. */
  onRefused: () => void;
}

/**
 * Does what a question asked about. By the time it is done the question may have been closed, and another have been asked
 * in its place: only the one that is still there is closed, or says why it was refused. A refusal that has no question any
 * more is told as a notification.
 */
export function useAnswered({
  label,
  onDone,
  onRefused,
}: Question): (act: () => Promise<unknown>) => Promise<void> {
  const isThere = useRef(false);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  return async (act) => {
    try {
      await act();
    } catch (error) {
      if (isThere.current) onRefused();
      else notifications.show({ title: `Not done: ${label}`, message: wordsOf(error), color: 'kill' });
      return;
    }
    if (isThere.current) onDone();
  };
}

function wordsOf(error: unknown): string | undefined {
  return error instanceof Error ? saidBesides(error.message, []) : undefined;
}
