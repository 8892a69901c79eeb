'use client';

import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { tryToNotify } from './notify';
import { playKillSound } from './sound';
import { useAlertChoices } from './use-alert-choices';

/** In a menu: what this browser does when something is killed or waits for somebody. */
export function AlertItems() {
  const { sound, setSound, notification, setNotification } = useAlertChoices();
  const chooseSound = (isOn: boolean) => {
    setSound(isOn);
    if (isOn) playKillSound();
  };
  const chooseNotification = async (isOn: boolean) => {
    const isAllowed = isOn && (await tryToNotify('You’ll be notified like this.'));
    setNotification(isAllowed);
    if (isOn && !isAllowed) {
      notifications.show({
        message: 'This browser blocks notifications. Allow them for this site in its settings.',
        color: 'kill',
      });
    }
  };
  return (
    <>
      <Menu.Label>On kills, approvals and pauses</Menu.Label>
      <Menu.CheckboxItem checked={sound} onChange={chooseSound}>
        Play a sound
      </Menu.CheckboxItem>
      <Menu.CheckboxItem checked={notification} onChange={(isOn) => void chooseNotification(isOn)}>
        Notify me
      </Menu.CheckboxItem>
    </>
  );
}
