'use client';

import { Kbd, Modal, Stack, Switch, Table } from '@mantine/core';
import { SHORTCUTS, useShortcutsSwitch } from './use-keyboard';

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** What single letters do, and the switch that turns them off. */
export function Shortcuts({ opened, onClose }: Props) {
  const [isOn, setOn] = useShortcutsSwitch();
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" centered>
      <Stack gap="sm">
        <Table>
          <Table.Tbody>
            {SHORTCUTS.map(({ keys, does }) => (
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
          description="Ctrl or Command with K always leads to the search."
          checked={isOn}
          onChange={(event) => setOn(event.currentTarget.checked)}
        />
      </Stack>
    </Modal>
  );
}
