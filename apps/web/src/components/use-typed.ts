'use client';

import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';

/**
 * A text that takes effect shortly after its last letter, so that not every letter is a question to the server.
 * @param value What is in effect. Where it changes by itself, as with a link, it takes the place of what was typed.
 * @returns What stands in the field, and what to do with what is typed there.
 */
export function useTyped(
  value: string,
  settle: (text: string) => void,
  afterMs: number,
): [text: string, type: (text: string) => void] {
  const [text, setText] = useState(value);
  const settled = useRef(value);
  const settleLater = useDebouncedCallback((typed: string) => {
    settled.current = typed.trim();
    settle(typed.trim());
  }, afterMs);
  useEffect(() => {
    if (value === settled.current) return;
    settled.current = value;
    settleLater.cancel();
    setText(value);
  }, [value, settleLater]);
  const type = (typed: string) => {
    setText(typed);
    settleLater(typed);
  };
  return [text, type];
}
