'use client';

import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { leftOf } from './told';

/**
 * A text that takes effect shortly after its last letter, so that not every letter is a question to the server. It is held
 * here, so that no letter waits for its effect: that may come late, when more has been typed.
 * @param value What is in effect. Where it was not typed here, as with a link, it takes the place of what was.
 * @returns What stands in the field, and what to do with what is typed there.
 */
export function useTyped(
  value: string,
  settle: (text: string) => void,
  afterMs: number,
): [text: string, type: (text: string) => void] {
  const [text, setText] = useState(value);
  /** Told, and not come back yet. */
  const told = useRef<readonly string[]>([]);
  const settleLater = useDebouncedCallback((typed: string) => {
    const latest = typed.trim();
    if (latest !== (told.current.at(-1) ?? value)) told.current = [...told.current, latest];
    settle(latest);
  }, afterMs);
  useEffect(() => {
    const left = leftOf(told.current, value);
    told.current = left ?? [];
    if (left !== null) return;
    settleLater.cancel();
    setText(value);
  }, [value, settleLater]);
  const type = (typed: string) => {
    setText(typed);
    settleLater(typed);
  };
  return [text, type];
}
