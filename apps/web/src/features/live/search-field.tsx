'use client';

import { TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { type RefObject, useEffect, useRef, useState } from 'react';

const TYPING_MS = 150;

interface Props {
  input: RefObject<HTMLInputElement | null>;
  className: string | undefined;
  text: string;
  onChange: (text: string) => void;
}

/**
 * Holds what is being typed by itself, so that no letter waits for the address. With many rows the address comes back
 * late, when more has been typed: only what was not typed here takes the place of what was.
 */
export function SearchField({ input, className, text, onChange }: Props) {
  const [typed, setTyped] = useState(text);
  /** Told, and not come back yet. */
  const told = useRef<readonly string[]>([]);
  const tell = useDebouncedCallback((latest: string) => {
    if (latest !== text) told.current = [...told.current, latest];
    onChange(latest);
  }, TYPING_MS);
  useEffect(() => {
    const place = told.current.indexOf(text);
    // Nothing that was told before it comes any more.
    told.current = place === -1 ? [] : told.current.slice(place + 1);
    if (place === -1) setTyped(text);
  }, [text]);
  useHotkeys([['mod+K', () => input.current?.focus()]]);
  return (
    <TextInput
      ref={input}
      size="xs"
      type="search"
      className={className}
      aria-label="Search by id"
      aria-keyshortcuts="Control+K Meta+K /"
      placeholder="Search by id (Ctrl K)"
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}
