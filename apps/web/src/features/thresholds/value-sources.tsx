'use client';

import { DEFAULT_POLICY, type Policy, pathsOf, SCOPE_TYPES, valueAt } from '@cull/core';
import { Text } from '@mantine/core';
import tables from '../../components/table.module.css';
import { useIsAtLeast } from '../../components/use-role';
import { FIELDS } from './fields';
import type { AppliedScope } from './override-drafts';
import { type ChosenScope, scopeWords } from './scopes';
import { TakeBackControl } from './take-back-control';
import classes from './value-sources.module.css';
import { valueWords } from './value-words';

interface Props {
  /** The overrides that apply. */
  scopes: readonly AppliedScope[];
  /** The values that hold. */
  values: Policy;
  /** The scope whose override can be changed here. */
  editing: ChosenScope;
}

/** For each value that is not the default everywhere: what every layer says, and what holds in the end. */
export function ValueSources({ scopes, values, editing }: Props) {
  const mayChange = useIsAtLeast('operator');
  const layers = scopes.toSorted((a, b) => SCOPE_TYPES.indexOf(a.type) - SCOPE_TYPES.indexOf(b.type));
  const fields = FIELDS.filter(({ path }) => layers.some((layer) => pathsOf(layer.values).includes(path)));
  if (fields.length === 0) return <Text size="sm">Every value is the default.</Text>;
  return (
    <table className={`${tables.table} ${classes.sources}`} data-figures>
      <caption className={classes.caption}>Where the values come from</caption>
      <thead>
        <tr>
          <th scope="col">Value</th>
          <th scope="col">Default</th>
          {layers.map((layer) => (
            <th key={layer.type} scope="col">
              {scopeWords(layer)}
            </th>
          ))}
          <th scope="col">Effective</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ path, label }) => {
          const deciding = layers.findLast((layer) => pathsOf(layer.values).includes(path));
          return (
            <tr key={path}>
              <th scope="row">{label}</th>
              <td data-label="Default" data-overruled>
                {valueWords(valueAt(DEFAULT_POLICY, path))}
              </td>
              {layers.map((layer) => {
                const isSet = pathsOf(layer.values).includes(path);
                const isOwn = layer.type === editing.type;
                return (
                  <td
                    key={layer.type}
                    data-label={scopeWords(layer)}
                    data-overruled={(isSet && layer !== deciding) || undefined}
                  >
                    {isSet && valueWords(valueAt(layer.values, path))}
                    {isSet && isOwn && mayChange && (
                      <TakeBackControl layer={layer} path={path} scope={editing} />
                    )}
                  </td>
                );
              })}
              <td data-label="Duration">
                <strong>{valueWords(valueAt(values, path))}</strong>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
