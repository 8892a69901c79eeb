'use client';

import { TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import { useTyped } from '../../../../components/use-typed';

const TYPING_MS = 150;

interface Props {
  input: RefObject<HTMLInputElement | null>;
  className: string | undefined;
  text: string;
  onChange: (text: string) => void;
}

/** Narrows the list to variants with a text in their words or ids. */
export function SearchField({ input, className, text, onChange }: Props) {
  const [typed, type] = useTyped(text, onChange, TYPING_MS);
  return (
    <TextInput
      ref={input}
      size="xs"
      type="search"
      className={className}
      aria-label="Search the list"
      aria-keyshortcuts="/"
      placeholder="Search the list"
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
