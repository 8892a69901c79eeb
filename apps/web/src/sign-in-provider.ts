/** What the provider is called where nobody says otherwise. */
export const PROVIDER_NAME = 'Single sign-on';

/** Whether people may come in with a password; where not, by the provider alone. */
export function hasPasswordSignIn(environment: NodeJS.ProcessEnv): boolean {
  return environment['PASSWORD_SIGN_IN'] !== 'off';
}

/** What the button of the configured provider says; null where there is none. */
export function providerName(environment: NodeJS.ProcessEnv): string | null {
  if (!environment['OIDC_ISSUER']) return null;
  return environment['OIDC_NAME'] || PROVIDER_NAME;
}
