/** How people come in here. */
export interface WaysIn {
  /** What the provider is called; null where there is none. */
  provider: string | null;
  hasPasswords: boolean;
}
