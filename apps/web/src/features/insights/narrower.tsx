import { PRESETS, pathsOf } from '@cull/core';
import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { Fragment } from 'react';
import type { Overrides } from './overrides';

const NAMED = 5;
const PRESET_PATHS = new Set(PRESETS.flatMap(({ values }) => pathsOf(values)));

/** Which narrower overrides outrank a preset that is applied to everything; nothing where none does. */
export function Narrower({ overrides }: { overrides: Overrides }) {
  const outranking = overrides.filter(
    ({ scope, values }) => scope.type !== 'global' && pathsOf(values).some((path) => PRESET_PATHS.has(path)),
  );
  if (outranking.length === 0) return null;
  const unnamed = outranking.length - NAMED;
  return (
    <Text size="sm" mt="xs">
      Narrower overrides outrank a preset in what they set themselves, here as when it is applied:{' '}
      {outranking.slice(0, NAMED).map(({ scope: { type, id } }, index) => (
        <Fragment key={`${type} ${id}`}>
          {index > 0 && ', '}
          <Anchor
            component={Link}
            href={`/thresholds?${new URLSearchParams({ scope: type, id })}`}
            inherit
            underline="always"
          >
            {type} {id}
          </Anchor>
        </Fragment>
      ))}
      {unnamed > 0 && ` and ${unnamed} more`}.
    </Text>
  );
}
