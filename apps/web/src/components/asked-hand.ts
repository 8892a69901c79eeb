import { create } from 'zustand';
import type { HandAction } from './hand-words';

/** What somebody asks for by pressing a button. */
interface Wanted {
  readonly action: HandAction;
  readonly variantId: string;
  /** The session that it is about. */
  readonly monitoringId: string;
  readonly button: HTMLButtonElement;
}

/** The question that follows. */
export interface AskedHand extends Wanted {
  /** Another for each time that it is asked. */
  readonly id: number;
  /** What had the focus: the button, or what a keyboard shortcut was pressed on. */
  readonly focused: Element | null;
  /** Where the button was, in pixels of the page. */
  readonly place: {
    readonly top: number;
    readonly left: number;
    readonly width: number;
    readonly height: number;
  };
}

/** The one question that is open, kept here so that it outlives its button: rows end, and are scrolled away. */
export const useAskedHand = create<{ readonly asked: AskedHand | null; readonly times: number }>()(() => ({
  asked: null,
  times: 0,
}));

/** Asks in place of what was asked before; null for nothing. */
export function ask(wanted: Wanted | null): void {
  useAskedHand.setState(({ times }) => ({
    asked: wanted === null ? null : { ...wanted, id: times, ...circumstancesOf(wanted.button) },
    times: times + 1,
  }));
}

function circumstancesOf(button: Element): Pick<AskedHand, 'focused' | 'place'> {
  const { top, left, width, height } = button.getBoundingClientRect();
  return {
    focused: document.activeElement,
    place: { top: top + window.scrollY, left: left + window.scrollX, width, height },
  };
}
