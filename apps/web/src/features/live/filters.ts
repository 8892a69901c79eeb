'use client';

import { KILL_REASONS, type KillReason } from '@cull/core';
import { useAddress } from '../../components/use-address';

const SHOWN = ['monitoring', 'killed', 'timed_out', 'stopped'] as const;
export type Shown = (typeof SHOWN)[number];

export interface Filters {
  readonly status: Shown;
  readonly personaId: string;
  readonly campaignId: string;
  /** Of killed variants; null for any. */
  readonly killReason: KillReason | null;
  readonly text: string;
}

/** A status by its name; live variants for anything that is none. */
export function toShown(name: string): Shown {
  return SHOWN.find((status) => status === name) ?? 'monitoring';
}

/** What the list is narrowed to. */
export function useFilters(): [Filters, (change: Partial<Filters>) => void] {
  const [get, change] = useAddress();
  const status = toShown(get('status'));
  const filters: Filters = {
    status,
    personaId: get('persona'),
    campaignId: get('campaign'),
    killReason: toKillReason(status, get('reason')),
    text: get('text'),
  };
  return [
    filters,
    (values) => {
      const next = { ...filters, ...values };
      const filtered = {
        status: next.status === 'monitoring' ? '' : next.status,
        persona: next.personaId,
        campaign: next.campaignId,
        reason: toKillReason(next.status, next.killReason ?? '') ?? '',
        text: next.text,
      };
      change(filtered, 'text' in values ? 'replace' : 'push');
    },
  ];
}

function toKillReason(status: Shown, name: string): KillReason | null {
  if (status !== 'killed') return null;
  return KILL_REASONS.find((reason) => reason === name) ?? null;
}
