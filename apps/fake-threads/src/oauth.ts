import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Accounts, Permission } from './accounts';
import { authorizePage, NEW_PROFILE } from './authorize-page';
import { type OauthReply, readRequest, redirect } from './authorize-request';
import { expiredToken, invalidParameter, json, missingToken, unknownToken } from './graph-errors';

export const appSchema = z.strictObject({ appId: z.string().min(1), appSecret: z.string().min(1) });
export type App = z.output<typeof appSchema>;

/** The OAuth flow of the Threads API: authorize, code, short-lived token, long-lived token, refresh. */
export interface Oauth {
  answer(method: string, path: string, parameters: URLSearchParams): OauthReply;
  /** Only this app is served from now on; null: every id and secret. */
  setApp(app: App | null): void;
}

interface Grant {
  readonly accountId: string;
  readonly appId: string;
  readonly redirectUri: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly expiresAt: number;
}

const HOUR_SECONDS = 3_600;
const LONG_LIVED_SECONDS = 60 * 24 * HOUR_SECONDS;
/** A long-lived token must be a day old before it is refreshed. */
const REFRESHED_FROM_MS = 24 * HOUR_SECONDS * 1_000;
const PATHS: readonly string[] = [
  '/oauth/authorize',
  '/oauth/access_token',
  '/access_token',
  '/refresh_access_token',
];
/** Codes never used are dropped beyond this number, oldest first. */
const MAX_CODES = 1_000;

export function isOauthPath(path: string): boolean {
  return PATHS.includes(path);
}

export function createOauth(accounts: Accounts, now: () => number): Oauth {
  const codes = new Map<string, Grant>();
  let app: App | null = null;

  const isApp = (appId: string | null, appSecret: string | null) =>
    app === null ? appSecret !== null : app.appSecret === appSecret && [null, app.appId].includes(appId);

  const authorize = (method: string, parameters: URLSearchParams): OauthReply => {
    const request = readRequest(parameters);
    if (typeof request === 'string') return page(400, authorizePage({ problem: request }));
    if (app !== null && app.appId !== request.appId)
      return page(400, authorizePage({ problem: `client_id is ${request.appId}: there is no such app` }));
    if (method !== 'POST') {
      const profiles = accounts.created().map(({ accountId, username }) => ({ accountId, username }));
      return page(200, authorizePage({ profiles, parameters, permissions: request.permissions }));
    }
    if (parameters.get('decision') !== 'allow') {
      const error = { error: 'access_denied', error_code: '200', error_description: 'Permissions error' };
      return redirect(request, { ...error, error_reason: 'user_denied' });
    }
    const accountId = chosen(parameters.get('profile') ?? '');
    if (accountId === null) return page(400, authorizePage({ problem: 'profile must be one of the list' }));
    const code = randomBytes(24).toString('base64url');
    const { appId, redirectUri } = request;
    const permissions = new Set(request.permissions);
    codes.set(code, { accountId, appId, redirectUri, permissions, expiresAt: now() + HOUR_SECONDS * 1_000 });
    const [oldest] = codes.keys();
    if (codes.size > MAX_CODES && oldest !== undefined) codes.delete(oldest);
    return redirect(request, { code });
  };

  const chosen = (profile: string): string | null => {
    if (profile !== NEW_PROFILE) return accounts.find(profile)?.accountId ?? null;
    return accounts.create(`profile-${randomBytes(4).toString('hex')}`, undefined, {}).accountId;
  };

  const exchangeCode = (parameters: URLSearchParams): OauthReply => {
    const appId = parameters.get('client_id');
    if (appId === null || !isApp(appId, parameters.get('client_secret')))
      return refused('Error validating client secret.');
    if (parameters.get('grant_type') !== 'authorization_code') return refused('Invalid grant_type');
    // The real redirect ends in #_, which some clients leave on the code.
    const code = (parameters.get('code') ?? '').replace(/#_$/, '');
    const grant = codes.get(code);
    codes.delete(code);
    const account = grant === undefined ? null : accounts.find(grant.accountId);
    if (grant === undefined || account === null || grant.appId !== appId || now() >= grant.expiresAt)
      return refused('This authorization code has been used or is invalid');
    if (grant.redirectUri !== parameters.get('redirect_uri'))
      return refused('Error validating verification code. Please make sure your redirect_uri is identical');
    const accessToken = accounts.issue({
      account,
      permissions: grant.permissions,
      isLongLived: false,
      expiresAt: now() + HOUR_SECONDS * 1_000,
    });
    // The real API gives the id as a number that is beyond what JavaScript holds exactly.
    return { status: 200, body: `{"access_token":"${accessToken}","user_id":${account.userId}}` };
  };

  /** Gives a long-lived token for one that is valid. */
  const renew = (parameters: URLSearchParams, isRefresh: boolean): OauthReply => {
    const accessToken = parameters.get('access_token');
    if (accessToken === null) return missingToken();
    const token = accounts.byToken(accessToken);
    if (token === null) return unknownToken();
    if (token.expiresAt !== null && now() >= token.expiresAt) return expiredToken();
    if (isRefresh && !token.isLongLived) return invalidParameter('Only long-lived tokens can be refreshed.');
    if (isRefresh && now() - token.issuedAt < REFRESHED_FROM_MS)
      return invalidParameter('The access token must be at least 24 hours old to be refreshed.');
    const renewed = accounts.issue({
      ...token,
      isLongLived: true,
      expiresAt: now() + LONG_LIVED_SECONDS * 1_000,
    });
    return json({ access_token: renewed, token_type: 'bearer', expires_in: LONG_LIVED_SECONDS });
  };

  return {
    answer(method, path, parameters) {
      if (path === '/oauth/authorize') return authorize(method, parameters);
      if (path === '/oauth/access_token') return exchangeCode(parameters);
      const wanted = path === '/access_token' ? 'th_exchange_token' : 'th_refresh_token';
      if (parameters.get('grant_type') !== wanted) return invalidParameter(`grant_type must be ${wanted}`);
      if (wanted === 'th_exchange_token' && !isApp(null, parameters.get('client_secret')))
        return invalidParameter('Error validating client secret.');
      return renew(parameters, wanted === 'th_refresh_token');
    },
    setApp(next) {
      app = next;
    },
  };
}

function page(status: number, body: string): OauthReply {
  return { status, body, contentType: 'text/html; charset=utf-8' };
}

/** An error in the shape of the code exchange, which is not the Graph API's. */
function refused(message: string): OauthReply {
  return {
    status: 400,
    body: JSON.stringify({ error_type: 'OAuthException', code: 400, error_message: message }),
  };
}
