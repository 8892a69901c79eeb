import type { AppRouter } from '@cull/api';
import { formatCount } from '@cull/core';
import type { SpotlightActionGroupData } from '@mantine/spotlight';
import type { inferRouterOutputs } from '@trpc/server';
import type { MonitoredVariant } from '../../trpc/types';

type Facets = inferRouterOutputs<AppRouter>['monitoring']['facets'];
type Go = (href: string) => void;

/** Returns the variants to choose from, and the one of the id that was typed, which may have ended long ago. */
export function variantGroup(
  variants: readonly Pick<MonitoredVariant, 'variantId' | 'personaId' | 'campaignId' | 'excerpt'>[],
  typed: string,
  go: Go,
): SpotlightActionGroupData {
  const toVariant = (variantId: string) => () => go(`/variants/${encodeURIComponent(variantId)}`);
  const id = typed.trim();
  return {
    group: 'Live variants',
    actions: [
      ...variants.map(({ variantId, personaId, campaignId, excerpt }) => ({
        id: `variant ${variantId}`,
        label: excerpt ?? variantId,
        description: [variantId, personaId, campaignId].filter((part) => part !== null).join(' · '),
        onClick: toVariant(variantId),
      })),
      ...(id === ''
        ? []
        : [
            {
              id: 'variant by id',
              label: `Open the variant “${id}”`,
              keywords: id,
              onClick: toVariant(id),
            },
          ]),
    ],
  };
}

/** Returns the personas and campaigns to narrow the live page to. */
export function whereGroup({ personas, campaigns }: Facets, go: Go): readonly SpotlightActionGroupData[] {
  const live = (count: number) => `${formatCount(count)} live`;
  return [
    {
      group: 'Personas',
      actions: personas.map(({ personaId, live: count }) => ({
        id: `persona ${personaId}`,
        label: personaId,
        description: live(count),
        onClick: () => go(`/?persona=${encodeURIComponent(personaId)}`),
      })),
    },
    {
      group: 'Campaigns',
      actions: campaigns.map(({ campaignId, live: count }) => ({
        id: `campaign ${campaignId}`,
        label: campaignId,
        description: live(count),
        onClick: () => go(`/?campaign=${encodeURIComponent(campaignId)}`),
      })),
    },
  ];
}
