'use client';

import { TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { RefObject } from 'react';
import { useTyped } from '../../components/use-typed';

const TYPING_MS = 150;
/** Wherever the focus is, in a field or a choice as well: it types nothing. */
const NOWHERE_IGNORED: string[] = [];

interface Props {
  input: RefObject<HTMLInputElement | null>;
  className: string | undefined;
  text: string;
  onChange: (text: string) => void;
}

/** Narrows the list to ids with a text in them. */
export function SearchField({ input, className, text, onChange }: Props) {
  const [typed, type] = useTyped(text, onChange, TYPING_MS);
  useHotkeys([['mod+K', () => input.current?.focus()]], NOWHERE_IGNORED);
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
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
