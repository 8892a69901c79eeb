'use client';

import { KILL_REASONS, type KillReason } from '@cull/core';
import { useAddress } from '../../../../components/use-address';
import { type Order, toOrder } from '../order/sorted';
import { toVerdictGroup, type VerdictGroup } from './verdict-groups';

const SHOWN = ['monitoring', 'killed', 'timed_out', 'stopped'] as const;
export type Shown = (typeof SHOWN)[number];

export interface Filters {
  readonly status: Shown;
  readonly personaId: string;
  readonly campaignId: string;
  /** Of killed variants; null for any. */
  readonly killReason: KillReason | null;
  /** Of live variants; null for any. */
  readonly verdict: VerdictGroup | null;
  readonly text: string;
  /** Of live variants; the others come as they ended. */
  readonly order: Order;
}

/** A status by its name; live variants for anything that is none. */
export function toShown(name: string): Shown {
  return SHOWN.find((status) => status === name) ?? 'monitoring';
}

/** What the list is narrowed to. */
export function useFilters(): [Filters, (change: Partial<Filters>) => void] {
  const [get, change] = useAddress();
  const status = toShown(get('status'));
  const isLive = status === 'monitoring';
  const filters: Filters = {
    status,
    personaId: get('persona'),
    campaignId: get('campaign'),
    killReason: toKillReason(status, get('reason')),
    verdict: isLive ? toVerdictGroup(get('verdict')) : null,
    text: get('text'),
    order: toOrder(isLive ? get('sort') : ''),
  };
  return [
    filters,
    (values) => {
      const next = { ...filters, ...values };
      const goesOn = next.status === 'monitoring';
      const filtered = {
        status: goesOn ? '' : next.status,
        persona: next.personaId,
        campaign: next.campaignId,
        reason: toKillReason(next.status, next.killReason ?? '') ?? '',
        verdict: goesOn ? (next.verdict ?? '') : '',
        text: next.text,
        sort: goesOn && next.order !== 'risk' ? next.order : '',
      };
      change(filtered, 'text' in values ? 'replace' : 'push');
    },
  ];
}

function toKillReason(status: Shown, name: string): KillReason | null {
  if (status !== 'killed') return null;
  return KILL_REASONS.find((reason) => reason === name) ?? null;
}
