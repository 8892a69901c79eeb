/** An OpenID Connect provider that people may sign in with. */
export interface SignInProvider {
  /** What people know it by. */
  readonly name: string;
  /** Its address, below which `/.well-known/openid-configuration` is. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The provider's part in `/api/auth/callback/sso`, where it sends people back to. */
export const PROVIDER_ID = 'sso';

const PATHS: ReadonlySet<string> = new Set(['/api/auth/sign-in/social', `/api/auth/callback/${PROVIDER_ID}`]);

/** Whether a call is a step of a sign-in with the provider. */
export function isProviderPath(path: string): boolean {
  return PATHS.has(path);
}

/** The provider as the sign-in library wants it. */
export function providerConfig({ name, issuer, clientId, clientSecret }: SignInProvider) {
  return {
    providerId: PROVIDER_ID,
    name,
    discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    clientId,
    clientSecret,
    scopes: ['openid', 'email', 'profile'],
    disableProviderLogout: true,
  };
}
