'use client';

import { Skeleton, Stack, Tabs, Text, Title } from '@mantine/core';
import { authClient } from '../../components/auth-client';
import { useAddress } from '../../components/use-address';
import { useIsAtLeast } from '../../components/use-role';
import { Accounts } from '../accounts/accounts';
import { Account } from './account';
import { AuditTrail } from './audit-trail';
import { Channels } from './channels';
import { Deliveries } from './deliveries';
import { Keys } from './keys';
import { People } from './people';

const SECTIONS = [
  { value: 'account', label: 'You', Section: Account, isForAdmins: false },
  { value: 'accounts', label: 'Accounts', Section: Accounts, isForAdmins: true },
  { value: 'people', label: 'People', Section: People, isForAdmins: true },
  { value: 'keys', label: 'API keys', Section: Keys, isForAdmins: true },
  { value: 'channels', label: 'Webhooks and Slack', Section: Channels, isForAdmins: true },
  { value: 'deliveries', label: 'Deliveries', Section: Deliveries, isForAdmins: true },
  { value: 'audit', label: 'Audit trail', Section: AuditTrail, isForAdmins: true },
] as const;

/** Settings: accounts, people, API keys, channels with their deliveries, and the audit trail. */
export function SettingsPage({ hasPasswords }: { hasPasswords: boolean }) {
  const [get, change] = useAddress();
  const isAdmin = useIsAtLeast('admin');
  const { isPending } = authClient.useSession();
  const chosen = SECTIONS.find(({ value }) => value === get('section')) ?? SECTIONS[0];
  return (
    <Stack gap="sm">
      <Title order={1} size="h3">
        Settings
      </Title>
      {isPending ? (
        <Skeleton height={260} />
      ) : (
        <Tabs
          value={chosen.value}
          onChange={(value) => change({ section: value === 'account' ? '' : (value ?? '') })}
          keepMounted={false}
        >
          <Tabs.List mb="sm">
            {SECTIONS.filter(({ isForAdmins }) => isAdmin || !isForAdmins).map(({ value, label }) => (
              <Tabs.Tab key={value} value={value}>
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {chosen.isForAdmins && !isAdmin ? (
            <Text size="sm">This is for admins. Ask one of them for what you need here.</Text>
          ) : (
            <Tabs.Panel value={chosen.value}>
              <chosen.Section hasPasswords={hasPasswords} />
            </Tabs.Panel>
          )}
        </Tabs>
      )}
    </Stack>
  );
}
