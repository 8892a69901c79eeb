'use client';

import { memo, useEffect, useRef } from 'react';
import { AskButton, type AskButtonSize } from './ask-button';
import { ask, useAskedHand } from './asked-hand';
import { HAND_WORDS, type HandAction } from './hand-words';
import { useIsAtLeast } from './use-role';

interface Props {
  action: HandAction;
  variantId: string;
  /** The session that it is about: nothing is done where the variant was posted again since. */
  monitoringId: string;
  size?: AskButtonSize;
  /** Asks for the reason as soon as it is there, for links that lead to it. */
  asksAtOnce?: boolean;
}

/** A button that asks for the reason before it acts, in the page's `HandDialog`. Nothing for those who may not. */
export const HandControl = memo(function HandControl({
  action,
  variantId,
  monitoringId,
  size = 'small',
  asksAtOnce = false,
}: Props) {
  const mayAct = useIsAtLeast('operator');
  const element = useRef<HTMLButtonElement>(null);
  const opened = useAskedHand(
    ({ asked }) =>
      asked !== null &&
      asked.action === action &&
      asked.variantId === variantId &&
      asked.monitoringId === monitoringId,
  );
  const isWanted = asksAtOnce && mayAct;
  useEffect(() => {
    if (isWanted && element.current !== null)
      ask({ action, variantId, monitoringId, button: element.current });
  }, [isWanted, action, variantId, monitoringId]);
  if (!mayAct) return null;
  const { button } = HAND_WORDS[action];
  return (
    <AskButton
      element={element}
      action={action}
      button={button}
      label={`${button} ${variantId}`}
      size={size}
      opened={opened}
      onPress={(pressed) => ask(opened ? null : { action, variantId, monitoringId, button: pressed })}
    />
  );
});
