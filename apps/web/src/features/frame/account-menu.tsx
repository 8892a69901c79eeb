'use client';

import { Button, Menu, useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconDeviceDesktop,
  IconDeviceTv,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from '@tabler/icons-react';
import Link from 'next/link';
import { authClient } from '../../components/auth-client';
import { signOut } from '../../components/leave';
import { AlertItems } from '../alerts/alert-items';

/** Who is signed in, light or dark, and the way out. */
export function AccountMenu() {
  const { setColorScheme } = useMantineColorScheme();
  const email = authClient.useSession().data?.user.email;
  const leave = async () => {
    const refusal = await signOut();
    if (refusal === null) return;
    notifications.show({ message: `You are still signed in. ${refusal.message}`, color: 'kill' });
  };
  return (
    <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          c="var(--cull-text)"
          aria-label={`Account, alerts and appearance${email === undefined ? '' : `, ${email}`}`}
        >
          <IconUserCircle size={20} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{email ?? 'Signed in'}</Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
        <Menu.Item component={Link} href="/kiosk" leftSection={<IconDeviceTv size={16} />}>
          Wall display
        </Menu.Item>
        <Menu.Divider />
        <AlertItems />
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        <Menu.Item leftSection={<IconSun size={16} />} onClick={() => setColorScheme('light')}>
          Light
        </Menu.Item>
        <Menu.Item leftSection={<IconMoon size={16} />} onClick={() => setColorScheme('dark')}>
          Dark
        </Menu.Item>
        <Menu.Item leftSection={<IconDeviceDesktop size={16} />} onClick={() => setColorScheme('auto')}>
          System
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
