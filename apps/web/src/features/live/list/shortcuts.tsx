'use client';

import { Kbd, Modal, Stack, Switch, Table } from '@mantine/core';
import { memo } from 'react';
import { useIsAtLeast } from '../../../components/use-role';
import { useShortcutsSwitch } from '../shortcuts-switch';

interface Shortcut {
  keys: readonly string[];
  does: string;
  /** Whether it takes somebody who may act on variants. */
  acts?: boolean;
}

const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['j', 'k'], does: 'Choose the next variant, or the one before' },
  { keys: ['Enter'], does: 'Open the chosen variant' },
  { keys: ['x'], does: 'Kill the chosen variant; asks for the reason', acts: true },
  {
    keys: ['p'],
    does: 'Protect the chosen variant, or no longer; asks for the reason',
    acts: true,
  },
  { keys: ['/'], does: 'Search the list' },
  { keys: ['?'], does: 'These shortcuts, on any of these pages' },
  { keys: ['a'], does: 'On Decisions: approve the first kill that waits; asks for the reason', acts: true },
  { keys: ['d'], does: 'On Decisions: dismiss the first kill that waits; asks for the reason', acts: true },
  { keys: ['[', ']'], does: 'On a variant: the sibling posted before, or after' },
];

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** What single letters do for the reader, and the switch that turns them off. */
export const Shortcuts = memo(function Shortcuts({ opened, onClose }: Props) {
  const [isOn, setOn] = useShortcutsSwitch();
  const mayAct = useIsAtLeast('operator');
  const offered = SHORTCUTS.filter(({ acts = false }) => mayAct || !acts);
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" centered>
      <Stack gap="sm">
        <Table>
          <Table.Tbody>
            {offered.map(({ keys, does }) => (
              <Table.Tr key={does}>
                <Table.Th scope="row">
                  {keys.map((key) => (
                    <Kbd key={key} mr={4}>
                      {key}
                    </Kbd>
                  ))}
                </Table.Th>
                <Table.Td>{does}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Switch
          label="Single letters act"
          description="Ctrl or Command with K always opens the search over everything."
          checked={isOn}
          onChange={(event) => setOn(event.currentTarget.checked)}
        />
      </Stack>
    </Modal>
  );
});
