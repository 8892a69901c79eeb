'use client';

import { usePathname, useSearchParams } from 'next/navigation';

type Values = Readonly<Record<string, string>>;

/**
 * What the address says behind its path, and a way to change it: kept there, what a page shows can be shared and found
 * again. Empty values are left out.
 */
export function useAddress(): [get: (name: string) => string, change: (values: Values) => void] {
  const path = usePathname();
  const parameters = useSearchParams();
  const change = (values: Values) => {
    const query = new URLSearchParams(parameters);
    for (const [name, value] of Object.entries(values)) {
      if (value === '') query.delete(name);
      else query.set(name, value);
    }
    // The router takes part in this; its own `replace` would ask the server for a page that is here already.
    window.history.replaceState(null, '', query.size === 0 ? path : `${path}?${query}`);
  };
  return [(name) => parameters.get(name) ?? '', change];
}
