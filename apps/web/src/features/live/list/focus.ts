/** Whether a menu, a list of choices or a question is open. */
export function isAsking(): boolean {
  return document.querySelector('[aria-haspopup][aria-expanded="true"]') !== null;
}

/** Whether nothing has the focus: browsers tell nobody when what had it is taken away. */
export function isFocusLost(): boolean {
  return document.activeElement === document.body && !isAsking();
}
