'use client';

import { type FocusEvent, useEffect, useRef, useState } from 'react';
import { useAskedHand } from '../../components/asked-hand';
import type { MonitoredVariant } from '../../trpc/types';
import { isFocusLost } from './focus';
import { inOrderOf } from './steady';

/**
 * The variants in an order that holds still while somebody points at them or is among them with the keyboard, or was
 * asked something of one of them.
 * @returns What to put on the element around the rows, besides the rows.
 */
export function useSteady(variants: readonly MonitoredVariant[]) {
  const [isPointedAt, setPointedAt] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const isAsked = useAskedHand(({ asked }) => asked !== null);
  const isHeld = isPointedAt || hasFocus || isAsked;
  const shown = useRef<readonly string[]>([]);
  const rows = isHeld ? inOrderOf(shown.current, variants, idOf) : variants;
  useEffect(() => {
    shown.current = rows.map(idOf);
    if (hasFocus && isFocusLost()) setFocus(false);
  }, [rows, hasFocus]);
  return {
    rows,
    isHeld,
    hasFocus,
    around: {
      onPointerEnter: () => setPointedAt(true),
      onPointerLeave: () => setPointedAt(false),
      onFocus: () => setFocus(true),
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent) =>
        setFocus(currentTarget.contains(relatedTarget)),
    },
  };
}

function idOf({ monitoringId }: MonitoredVariant): string {
  return monitoringId;
}
