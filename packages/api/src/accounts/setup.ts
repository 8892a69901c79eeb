import type { SecretBox } from '@cull/process';
import type { SourceAccount } from '@cull/sources';

/** The Meta app that profiles are connected through. */
export interface ThreadsAppSetup {
  readonly appId: string;
  readonly appSecret: string;
  /** Threads' own addresses where they are left out. */
  readonly apiUrl?: string | undefined;
  readonly authorizeUrl?: string | undefined;
}

/** What the accounts work with. */
export interface AccountSetup {
  /** Encrypts tokens. */
  readonly box: SecretBox;
  /** The account that the environment names; null where it names none. */
  readonly environment: SourceAccount | null;
  /** Null where "Connect Threads" is not set up: tokens are pasted then. */
  readonly threadsApp: ThreadsAppSetup | null;
}
