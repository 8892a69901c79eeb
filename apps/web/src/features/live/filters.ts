'use client';

import { usePathname, useSearchParams } from 'next/navigation';

const SHOWN = ['monitoring', 'killed', 'timed_out', 'stopped'] as const;
export type Shown = (typeof SHOWN)[number];

export interface Filters {
  readonly status: Shown;
  readonly personaId: string;
  readonly text: string;
}

/** A status by its name; live variants for anything that is none. */
export function toShown(name: string | null): Shown {
  return SHOWN.find((status) => status === name) ?? 'monitoring';
}

/** What the list is narrowed to, kept in the address so that it can be shared. */
export function useFilters(): [Filters, (change: Partial<Filters>) => void] {
  const path = usePathname();
  const parameters = useSearchParams();
  const filters: Filters = {
    status: toShown(parameters.get('status')),
    personaId: parameters.get('persona') ?? '',
    text: parameters.get('text') ?? '',
  };
  const change = (values: Partial<Filters>) => {
    const { status, personaId, text } = { ...filters, ...values };
    const query = new URLSearchParams({
      ...(status !== 'monitoring' && { status }),
      ...(personaId !== '' && { persona: personaId }),
      ...(text !== '' && { text }),
    }).toString();
    // The router takes part in this; its own `replace` would ask the server for a page that is here already.
    window.history.replaceState(null, '', query === '' ? path : `${path}?${query}`);
  };
  return [filters, change];
}
