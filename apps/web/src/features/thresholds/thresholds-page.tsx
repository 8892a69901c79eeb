'use client';

import { SCOPE_TYPES } from '@cull/core';
import { Stack, Title } from '@mantine/core';
import { useAddress } from '../../components/use-address';
import { Costs } from './costs';
import { History } from './history';
import { Layers } from './layers';
import { type ChosenScope, scopeWords, subjectOf } from './scopes';
import { ThresholdEditor } from './threshold-editor';
import { Unreadable } from './unreadable';

/** Every active override, what the policies cost, an editor for one of them, and what was changed before. */
export function ThresholdsPage() {
  const [get, change] = useAddress();
  const type = SCOPE_TYPES.find((known) => known === get('scope')) ?? 'global';
  const id = get('id');
  const scope: ChosenScope = type === 'global' || id === '' ? { type: 'global' } : { type, id };
  const choose = (chosen: ChosenScope) =>
    change({ scope: chosen.type === 'global' ? '' : chosen.type, id: chosen.id ?? '' });
  return (
    <Stack gap="sm">
      <Title order={1} size="h3">
        Thresholds
      </Title>
      <Unreadable />
      <Layers chosen={scope} onChoose={choose} />
      <Costs scope={scope} />
      <ThresholdEditor
        key={`${scope.type} ${scope.id}`}
        title={`Thresholds of ${scopeWords(scope)}`}
        subject={subjectOf(scope)}
        scopeTypes={[scope.type]}
        hasPresets
      />
      <History key={`history ${scope.type} ${scope.id}`} scope={scope} />
    </Stack>
  );
}
