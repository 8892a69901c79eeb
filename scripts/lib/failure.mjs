/** An ending that the reader can do something about; shown as one line, without a stack. */
export class Failure extends Error {
  name = 'Failure';
}
