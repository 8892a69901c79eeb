'use client';

import { usePathname, useSearchParams } from 'next/navigation';

type Values = Readonly<Record<string, string>>;

/** Whether the way back leads to the address before. */
type Step = 'push' | 'replace';

/**
 * What the address says behind its path, and a way to change it: kept there, what a page shows can be shared and found
 * again. Empty values are left out. A change is a step that the browser's way back undoes; `replace` what is typed, or every
 * letter is a step.
 */
export function useAddress(): [get: (name: string) => string, change: (values: Values, step?: Step) => void] {
  const path = usePathname();
  const parameters = useSearchParams();
  const change = (values: Values, step: Step = 'push') => {
    const query = new URLSearchParams(parameters);
    for (const [name, value] of Object.entries(values)) {
      if (value === '') query.delete(name);
      else query.set(name, value);
    }
    // The router takes part in this; its own `replace` would ask the server for a page that is here already.
    const address = query.size === 0 ? path : `${path}?${query}`;
    if (step === 'replace') window.history.replaceState(null, '', address);
    else if (query.toString() !== parameters.toString()) window.history.pushState(null, '', address);
  };
  return [(name) => parameters.get(name) ?? '', change];
}
