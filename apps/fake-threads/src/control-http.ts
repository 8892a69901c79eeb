import type { z } from 'zod';
import type { Accounts } from './accounts';
import type { SimulationClock } from './clock';
import type { Faults } from './faults';
import { HttpError } from './http';
import type { Oauth } from './oauth';
import type { PostStore } from './posts';
import type { RateWindow } from './rate-window';

/** What the control face works on. */
export interface ControlContext {
  readonly accounts: Accounts;
  readonly oauth: Oauth;
  readonly posts: PostStore;
  readonly faults: Faults;
  readonly rateWindow: RateWindow;
  readonly clock: SimulationClock;
  readonly now: () => number;
}

export interface ControlRequest {
  /** From the path, where the route names a post or an account. */
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** Handlers by method and path, `:id` standing for a post or an account. */
export type Handlers = Readonly<
  Record<string, (context: ControlContext, request: ControlRequest) => object | Promise<object>>
>;

/** @throws HttpError (400) that names each field that does not fit, what came and what is needed. */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.map(
    ({ path, input, message }) =>
      `${path.length === 0 ? 'the request' : path.join('.')} is ${JSON.stringify(input) ?? 'missing'}: ${message}`,
  );
  throw new HttpError(400, details.join('; '));
}
