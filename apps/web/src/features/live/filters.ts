'use client';

import { useAddress } from '../../components/use-address';

const SHOWN = ['monitoring', 'killed', 'timed_out', 'stopped'] as const;
export type Shown = (typeof SHOWN)[number];

export interface Filters {
  readonly status: Shown;
  readonly personaId: string;
  readonly text: string;
}

/** A status by its name; live variants for anything that is none. */
export function toShown(name: string): Shown {
  return SHOWN.find((status) => status === name) ?? 'monitoring';
}

/** What the list is narrowed to. */
export function useFilters(): [Filters, (change: Partial<Filters>) => void] {
  const [get, change] = useAddress();
  const filters = { status: toShown(get('status')), personaId: get('persona'), text: get('text') };
  return [
    filters,
    (values) => {
      const { status, personaId, text } = { ...filters, ...values };
      change({ status: status === 'monitoring' ? '' : status, persona: personaId, text });
    },
  ];
}
