'use client';

import { Anchor, Burger, Group, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import classes from './frame.module.css';
import { isWithin, PAGES } from './pages';

/** The way to every page: a row of links where there is room, a menu where there is not. */
export function PageLinks() {
  const path = usePathname();
  const [opened, { toggle, close }] = useDisclosure(false);
  const links = PAGES.map((page) => ({ ...page, ...(isWithin(path, page.href) && CURRENT) }));
  return (
    <nav aria-label="Pages">
      <Group gap="md" wrap="nowrap" visibleFrom="md">
        {links.map(({ label, ...link }) => (
          <Anchor key={link.href} component={Link} size="sm" className={classes.page} {...link}>
            {label}
          </Anchor>
        ))}
      </Group>
      <Menu opened={opened} onChange={toggle} position="bottom-start" withinPortal>
        <Menu.Target>
          <Burger opened={opened} size="sm" hiddenFrom="md" aria-label="Pages" />
        </Menu.Target>
        <Menu.Dropdown>
          {links.map(({ label, ...link }) => (
            <Menu.Item key={link.href} component={Link} className={classes.page} onClick={close} {...link}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}

const CURRENT = { 'aria-current': 'page' } as const;
