/** What the provider is called where nobody says otherwise. */
export const PROVIDER_NAME = 'Single sign-on';

/** What the button of the configured provider says; null where there is none. */
export function providerName(environment: NodeJS.ProcessEnv): string | null {
  if (!environment['OIDC_ISSUER']) return null;
  return environment['OIDC_NAME'] || PROVIDER_NAME;
}
