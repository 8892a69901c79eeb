import { Text } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import classes from './field-groups.module.css';
import type { Field } from './field-types';
import { GROUPS } from './fields';

interface Props {
  /** Draws one value. */
  children: (field: Field) => ReactNode;
}

/** All of a policy's values, those together that are about the same thing. */
export function FieldGroups({ children }: Props) {
  return (
    <div className={classes.groups}>
      {GROUPS.map(({ title, about, toggle, fields }) => (
        <fieldset key={title} aria-label={title}>
          {toggle === undefined ? (
            <Text size="sm" fw={600}>
              {title}
            </Text>
          ) : (
            children(toggle)
          )}
          <Text size="xs" c="var(--cull-muted)" mb={8}>
            {about}
          </Text>
          <div className={classes.fields}>
            {fields.map((field) => (
              <Fragment key={field.path}>{children(field)}</Fragment>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}
