import { Group, Paper, Title } from '@mantine/core';
import { type ReactNode, type Ref, useId } from 'react';

interface Props {
  title: string;
  /** Stands at the end of the title's line. */
  actions?: ReactNode;
  /** Of the heading, for code that moves the focus there. */
  headingRef?: Ref<HTMLHeadingElement>;
  children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Panel({ title, actions, headingRef, children }: Props) {
  const id = useId();
  return (
    <Paper withBorder p="sm" component="section" aria-labelledby={id}>
      <Group justify="space-between" gap="xs" mb="xs">
        <Title
          order={2}
          size="h6"
          id={id}
          ref={headingRef}
          tabIndex={headingRef === undefined ? undefined : -1}
        >
          {title}
        </Title>
        {actions}
      </Group>
      {children}
    </Paper>
  );
}
