'use client';

import '@mantine/spotlight/styles.css';
import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useIsAtLeast } from '../../components/use-role';
import { useTRPC } from '../../trpc/provider';
import { PAGES } from '../frame/pages';
import { PAUSES, reasonOr, useHalt } from '../frame/use-halt';
import { useLive } from '../live/stream/live-store';
import { variantGroup, whereGroup } from './found';

const SHOWN = 40;
/** The riskiest: any other is opened by its id. */
const VARIANTS = 200;

/** Pages, live variants, personas, campaigns and what can be done, by a few letters of their names. */
export function Palette({ times }: { times: number }) {
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (times > 0) spotlight.open();
  }, [times]);
  const router = useRouter();
  const go = (href: string) => router.push(href);
  const trpc = useTRPC();
  const variants = useQuery(
    trpc.monitoring.list.queryOptions(
      isOpen ? { status: 'monitoring', sort: 'risk', limit: VARIANTS } : skipToken,
    ),
  );
  const facets = useQuery(trpc.monitoring.facets.queryOptions(isOpen ? undefined : skipToken));
  const acts = useActs();
  const groups: SpotlightActionGroupData[] = [
    {
      group: 'Pages',
      actions: PAGES.map(({ href, label, Icon }) => ({
        id: href,
        label,
        leftSection: <Icon size={18} aria-hidden />,
        onClick: () => go(href),
      })),
    },
    acts,
    variantGroup(variants.data?.items ?? [], typed, go),
    ...whereGroup(facets.data ?? { personas: [], campaigns: [] }, go),
  ];
  return (
    <Spotlight
      shortcut={null}
      actions={groups}
      limit={SHOWN}
      scrollable
      maxHeight={440}
      nothingFound="Nothing found"
      query={typed}
      onQueryChange={setTyped}
      onSpotlightOpen={() => setOpen(true)}
      onSpotlightClose={() => setOpen(false)}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: 'Page, variant, persona, campaign or action',
        'aria-label': 'Search or jump to',
      }}
    />
  );
}

function useActs(): SpotlightActionGroupData {
  const mayAct = useIsAtLeast('operator');
  const { pause, resume } = useHalt();
  const { setColorScheme } = useMantineColorScheme();
  const isHalted = useLive(({ overview }) => overview?.halts.some(({ scope }) => scope.id === null) ?? false);
  const pauses = PAUSES.map((choice) => ({
    id: `pause ${choice.words}`,
    label: `Pause kills ${choice.minutes === null ? choice.words : `for ${choice.words}`}`,
    onClick: () => pause.mutate({ minutes: choice.minutes, reason: reasonOr('', choice) }),
  }));
  return {
    group: 'Actions',
    actions: [
      ...(mayAct ? pauses : []),
      ...(mayAct && isHalted
        ? [{ id: 'resume', label: 'Resume kills', onClick: () => resume.mutate('Resumed') }]
        : []),
      { id: 'light', label: 'Use light colors', onClick: () => setColorScheme('light') },
      { id: 'dark', label: 'Use dark colors', onClick: () => setColorScheme('dark') },
    ],
  };
}
