import type { SourceFailure } from '../failure';
import { type RawAnswer, retryAfter, withinADay } from '../transport/answer';
import { shortened } from '../words';

export interface StatusReading {
  /** Whether the request was for one post, so that "not found" is about it. */
  readonly isOnePost: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
  /** When the limit ends by the source's own headers, epoch milliseconds. */
  readonly resetsAt: number | null;
}

/** Reads an answer's status; null for success. */
export function readStatus(
  answer: RawAnswer,
  { isOnePost, now, resetsAt }: StatusReading,
): SourceFailure | null {
  const { status, text } = answer;
  if (status >= 200 && status < 300) return null;
  const detail = `The source answered ${status}${text === '' ? '' : `: ${shortened(text)}`}`;
  switch (status) {
    case 401:
      return { code: 'token_invalid', detail };
    case 403:
      return { code: 'not_permitted', detail };
    case 404:
    case 410:
      if (isOnePost) return { code: 'post_gone', detail };
      return { code: 'unavailable', cause: 'refused', detail };
    case 429: {
      const told = [retryAfter(answer, now), resetsAt && withinADay(resetsAt, now)].filter(
        (at) => at !== null,
      );
      const retryAt = told.length === 0 ? null : Math.max(...told);
      return { code: 'rate_limited', scope: 'account', retryAt, detail };
    }
    default:
      return {
        code: 'unavailable',
        cause: status >= 500 || status === 408 ? 'server_error' : 'refused',
        detail,
      };
  }
}
