'use client';

import { type FocusEvent, useEffect, useRef, useState } from 'react';
import { useAskedHand } from '../../../../components/asked-hand';
import type { MonitoredVariant } from '../../../../trpc/types';
import { isFocusLost } from '../focus';
import { inOrderOf } from './steady';

/** A pointer that was left lying for so long reaches for nothing, and the rows that ended under it would pile up. */
const RESTS_MS = 60_000;

/**
 * The variants in an order that holds still while somebody points at them or is among them with the keyboard, or was
 * asked something of one of them. Under a pointer those that are gone keep their places, or the others would move up
 * under it; with the keyboard the hand is on a row, wherever that stands.
 * @param list Any text that tells lists apart: what is gone because another list is looked at is gone.
 * @returns What to put on the element around the rows, besides the rows.
 */
export function useSteady(variants: readonly MonitoredVariant[], list: string) {
  const [isPointedAt, setPointedAt] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const isAsked = useAskedHand(({ asked }) => asked !== null);
  const isHeld = isPointedAt || hasFocus || isAsked;
  const movedAt = useRef(0);
  const shown = useRef<{ readonly list: string; readonly rows: readonly MonitoredVariant[] }>(NOTHING);
  // Who asks for another list, or another order of it, wants to see that one.
  const isHeldNow = isHeld && shown.current.list === list;
  const keepsGone = isPointedAt && performance.now() - movedAt.current < RESTS_MS;
  const rows = isHeldNow ? inOrderOf(shown.current.rows, variants, idOf, keepsGone) : variants;
  useEffect(() => {
    shown.current = { list, rows };
    if (hasFocus && isFocusLost()) setFocus(false);
  }, [list, rows, hasFocus]);
  const moved = () => {
    movedAt.current = performance.now();
  };
  return {
    rows,
    isHeld,
    hasFocus,
    around: {
      onPointerEnter: () => {
        moved();
        setPointedAt(true);
      },
      onPointerMove: moved,
      onPointerLeave: () => setPointedAt(false),
      onFocus: () => setFocus(true),
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent) =>
        setFocus(currentTarget.contains(relatedTarget)),
    },
  };
}

const NOTHING = { list: '', rows: [] };

function idOf({ monitoringId }: MonitoredVariant): string {
  return monitoringId;
}
