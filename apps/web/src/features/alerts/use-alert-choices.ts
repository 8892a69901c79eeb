'use client';

import { useLocalStorage } from '@mantine/hooks';

/** What this browser does besides when something is killed; nothing, until somebody asks for it. */
export function useAlertChoices() {
  const [sound, setSound] = useLocalStorage({ key: 'cull-alert-sound', defaultValue: false });
  const [notification, setNotification] = useLocalStorage({
    key: 'cull-alert-notification',
    defaultValue: false,
  });
  return { sound, setSound, notification, setNotification };
}
