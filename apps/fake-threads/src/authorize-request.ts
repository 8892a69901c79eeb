import { PERMISSIONS, type Permission } from './accounts';
import type { Reply } from './graph-errors';

/** An answer to a browser or a client of the OAuth flow. */
export interface OauthReply extends Reply {
  readonly contentType?: string;
  /** Where a browser is sent. */
  readonly location?: string;
}

/** What an app asks a person for. */
export interface AuthorizeRequest {
  readonly appId: string;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly permissions: readonly Permission[];
}

/**
 * Reads the parameters of the authorize page.
 *
 * @returns What is wrong with them, in words, where they can't be served.
 */
export function readRequest(parameters: URLSearchParams): AuthorizeRequest | string {
  const appId = parameters.get('client_id');
  if (appId === null || appId === '') return 'client_id is missing';
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (!/^https?:\/\//.test(redirectUri) || !URL.canParse(redirectUri))
    return `redirect_uri is ${JSON.stringify(redirectUri)}: it must be an http or https address`;
  if (parameters.get('response_type') !== 'code') return 'response_type must be code';
  const scopes = (parameters.get('scope') ?? '').split(/[ ,]+/);
  if (!scopes.includes('threads_basic')) return 'scope must contain threads_basic';
  const permissions = PERMISSIONS.filter((permission) => scopes.includes(permission));
  return { appId, redirectUri, state: parameters.get('state'), permissions };
}

/** Sends the browser back to the app. */
export function redirect(
  { redirectUri, state }: AuthorizeRequest,
  answer: Readonly<Record<string, string>>,
): OauthReply {
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
  if (state !== null) target.searchParams.set('state', state);
  return { status: 302, body: '', location: `${target}#_` };
}
