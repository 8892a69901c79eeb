import type { PolicyPath } from '@cull/core';

/** A value that is on or off. */
export interface SwitchField {
  readonly path: PolicyPath;
  readonly kind: 'switch';
  readonly label: string;
  readonly hint?: string;
}

/** How a policy value is shown and edited; the limits are the API's. */
export type Field =
  | SwitchField
  | {
      readonly path: PolicyPath;
      /** A decimal may have a fraction, a whole number may not. */
      readonly kind: 'decimal' | 'whole';
      readonly label: string;
      /** What it does, where the label doesn't say. */
      readonly hint?: string;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      /** What an empty field stands for; without it the field needs a number. */
      readonly empty?: string;
    }
  | {
      readonly path: PolicyPath;
      readonly kind: 'choice';
      readonly label: string;
      readonly hint?: string;
      readonly choices: readonly string[];
    };

/** Values that are about the same thing. */
export interface FieldGroup {
  readonly title: string;
  /** Switches the whole group on and off. */
  readonly toggle?: SwitchField;
  /** What they do together, in a sentence. */
  readonly about: string;
  readonly fields: readonly Field[];
}
