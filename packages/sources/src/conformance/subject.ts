import type { SourceClient } from '../port';

/** What the kit needs to know of an adapter. */
export interface ConformanceSubject {
  /** Starts a server that answers as the source does, without posts. */
  start(): Promise<LookAlike>;
  /** Connects the adapter to a server; its clock has to be the machine's. */
  connect(account: { readonly baseUrl: string; readonly accessToken: string }): SourceClient;
  /** An id that the source could give a post; another one for each number from 0. */
  postId(number: number): string;
}

/** A server that looks like the source. */
export interface LookAlike {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  /** Publishes a post. Each of the two numbers has to stand in the source's answers as one number. */
  put(post: ConformancePost): Promise<void>;
  close(): Promise<void>;
}

export interface ConformancePost {
  readonly postId: string;
  readonly views: number;
  readonly interactions: number;
}
