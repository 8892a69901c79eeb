'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';

export interface Filters {
  readonly shows: 'live' | 'ended';
  readonly personaId: string;
  readonly text: string;
}

/** What the list is narrowed to, kept in the address so that it can be shared. */
export function useFilters(): [Filters, (change: Partial<Filters>) => void] {
  const router = useRouter();
  const path = usePathname();
  const parameters = useSearchParams();
  const filters: Filters = {
    shows: parameters.get('shows') === 'ended' ? 'ended' : 'live',
    personaId: parameters.get('persona') ?? '',
    text: parameters.get('text') ?? '',
  };
  const change = (values: Partial<Filters>) => {
    const { shows, personaId, text } = { ...filters, ...values };
    const query = new URLSearchParams({
      ...(shows === 'ended' && { shows }),
      ...(personaId !== '' && { persona: personaId }),
      ...(text !== '' && { text }),
    }).toString();
    router.replace(query === '' ? path : `${path}?${query}`, { scroll: false });
  };
  return [filters, change];
}
