'use client';

import { pathsOf, type ScopeType, valueAt } from '@cull/core';
import { Anchor, Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import classes from './layers.module.css';
import { type ChosenScope, scopeWords } from './scopes';
import { useOverrides } from './use-overrides';
import { labelOf, valueWords } from './value-words';

interface Props {
  chosen: ChosenScope;
  onChoose: (scope: ChosenScope) => void;
}

/** The active overrides, widest first; a narrower one wins over a wider one, value by value. */
export function Layers({ chosen, onChoose }: Props) {
  const query = useOverrides();
  return (
    <Loaded what="the overrides" query={query} height={140}>
      {({ items }) => {
        const rows = items.some(({ scope }) => scope.type === 'global')
          ? items
          : [{ ...NO_GLOBAL, scope: { type: 'global' as const, id: '' } }, ...items];
        return (
          <Panel title="Active overrides" actions={<Another onChoose={onChoose} />}>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
            <section className={classes.around} tabIndex={0} aria-label="Overrides by scope">
              <table className={`${tables.table} ${classes.layers}`}>
                <thead>
                  <tr>
                    <th scope="col">Scope</th>
                    <th scope="col">Sets</th>
                    <th scope="col">By</th>
                    <th scope="col">Version</th>
                    <th scope="col">Until</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map(({ scope, values, unreadable, author, note, updatedAt, version, expiresAt }) => (
                    <tr
                      key={`${scope.type} ${scope.id}`}
                      data-chosen={
                        (scope.type === chosen.type && scope.id === (chosen.id ?? '')) || undefined
                      }
                    >
                      <th scope="row">
                        <Anchor
                          component="button"
                          type="button"
                          size="sm"
                          c="var(--cull-text)"
                          underline="always"
                          onClick={() =>
                            onChoose({ type: scope.type, ...(scope.id !== '' && { id: scope.id }) })
                          }
                        >
                          {scopeWords(scope)}
                        </Anchor>
                      </th>
                      <td data-label="Sets">
                        {[
                          ...pathsOf(values).map(
                            (path) => `${labelOf(path)}: ${valueWords(valueAt(values, path))}`,
                          ),
                          ...unreadable.map(({ field }) => `${field}: can’t be read`),
                        ].join('; ') || 'nothing (defaults apply)'}
                      </td>
                      <td data-label="By">
                        {updatedAt !== null && (
                          <>
                            {author}, <Instant at={updatedAt} />
                            <Text size="xs" c="var(--cull-muted)">
                              {note}
                            </Text>
                          </>
                        )}
                      </td>
                      <td data-label="Version">{version > 0 && version}</td>
                      <td data-label="Until">{expiresAt === null ? '' : <Instant at={expiresAt} />}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </Panel>
        );
      }}
    </Loaded>
  );
}

const NO_GLOBAL = {
  values: {},
  unreadable: [],
  author: '',
  note: '',
  updatedAt: null,
  version: 0,
  expiresAt: null,
};

const NARROW = [
  { value: 'persona', label: 'Persona' },
  { value: 'campaign', label: 'Campaign' },
  { value: 'variant', label: 'Variant' },
] as const satisfies readonly { value: ScopeType; label: string }[];

/** Leads to a scope that may have no override yet. */
function Another({ onChoose }: { onChoose: Props['onChoose'] }) {
  const [type, setType] = useState<ScopeType>('persona');
  const [id, setId] = useState('');
  const open = (event: FormEvent) => {
    event.preventDefault();
    onChoose({ type, id: id.trim() });
    setId('');
  };
  return (
    <form onSubmit={open}>
      <Group gap="xs" wrap="nowrap">
        <NativeSelect
          size="xs"
          aria-label="Kind of scope"
          data={[...NARROW]}
          value={type}
          onChange={(event) =>
            setType(NARROW.find(({ value }) => value === event.currentTarget.value)?.value ?? 'persona')
          }
        />
        <TextInput
          size="xs"
          w={140}
          aria-label="Its id"
          placeholder="id"
          maxLength={200}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="default" disabled={id.trim() === ''}>
          Edit
        </Button>
      </Group>
    </form>
  );
}
