/** What can go wrong between Cull and a source. Told apart by `code`; instants are epoch milliseconds. */
export type SourceFailure =
  /** The source asked to slow down: nothing of that scope is to be sent before `retryAt`. */
  | {
      readonly code: 'rate_limited';
      /**
       * `post`: the limit concerns this post alone, and says nothing about the account. `removals`: nothing can be removed for
       * now; whether readings are limited too, only a reading shows.
       */
      readonly scope: 'account' | 'removals' | 'post';
      /** When the source said to come back; null where it did not say. */
      readonly retryAt: number | null;
      readonly detail: string;
    }
  /** The access token is expired, revoked or wrong: only a person can help. */
  | { readonly code: 'token_invalid'; readonly detail: string }
  /** The account may not do that; other things it may. */
  | { readonly code: 'not_permitted'; readonly detail: string }
  /** The post does not exist any more, or this account can't see it. */
  | { readonly code: 'post_gone'; readonly detail: string }
  /** The source keeps no counters of this kind of post (a repost, for example), and never will. */
  | { readonly code: 'no_counters'; readonly detail: string }
  /** The answer names the post but not all of its counters: absent, empty, null, negative or fractional. */
  | { readonly code: 'no_reading'; readonly detail: string }
  /** No usable answer for now; asking again later may help. */
  | { readonly code: 'unavailable'; readonly cause: UnavailableCause; readonly detail: string }
  /** An answer of a shape that is not understood. */
  | {
      readonly code: 'malformed';
      readonly field: string;
      readonly received: string;
      readonly needed: string;
      readonly detail: string;
    };

/** `refused`: the source said no for a reason that has no code of its own here; `cancelled`: the caller's own signal. */
export type UnavailableCause = 'network' | 'timeout' | 'server_error' | 'refused' | 'redirect' | 'cancelled';
