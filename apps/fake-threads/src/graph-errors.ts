/** An answer of the Graph face. */
export interface Reply {
  readonly status: number;
  /** JSON, except where a fault says otherwise. */
  readonly body: string;
  readonly retryAfterSeconds?: number;
}

interface GraphErrorParts {
  readonly status: number;
  readonly message: string;
  readonly type: string;
  readonly code: number;
  readonly subcode?: number;
  readonly retryAfterSeconds?: number | undefined;
}

let traces = 0;

/** An error in the Graph API's own shape. */
function graphError({ status, message, type, code, subcode, retryAfterSeconds }: GraphErrorParts): Reply {
  traces += 1;
  const error = {
    message,
    type,
    code,
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    fbtrace_id: `A${traces.toString(36).padStart(10, '0')}`,
  };
  const body = JSON.stringify({ error });
  return retryAfterSeconds === undefined ? { status, body } : { status, body, retryAfterSeconds };
}

export const missingToken = () =>
  graphError({
    status: 400,
    message: 'An access token is required to request this resource.',
    type: 'OAuthException',
    code: 190,
  });

export const expiredToken = () =>
  graphError({
    status: 400,
    message: 'Error validating access token: Session has expired.',
    type: 'OAuthException',
    code: 190,
    subcode: 463,
  });

export const postGone = (postId: string, verb: string) =>
  graphError({
    status: 400,
    message: `Unsupported ${verb} request. Object with ID '${postId}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
    type: 'GraphMethodException',
    code: 100,
    subcode: 33,
  });

export const invalidParameter = (message: string) =>
  graphError({ status: 400, message: `(#100) ${message}`, type: 'OAuthException', code: 100 });

export const unknownPath = (path: string) =>
  graphError({
    status: 400,
    message: `Unknown path components: ${path}`,
    type: 'OAuthException',
    code: 2500,
  });

export const serverError = () =>
  graphError({
    status: 500,
    message: 'An unknown error has occurred.',
    type: 'OAuthException',
    code: 1,
  });

/** A limit of one endpoint or one object: it says nothing about the account's other calls. */
export const postLimited = (retryAfterSeconds?: number) =>
  graphError({
    status: 400,
    message: '(#613) Calls to this api have exceeded the rate limit.',
    type: 'OAuthException',
    code: 613,
    retryAfterSeconds,
  });

export const notPermitted = () =>
  graphError({
    status: 403,
    message: '(#10) Application does not have permission for this action',
    type: 'OAuthException',
    code: 10,
  });

export const unknownToken = () =>
  graphError({
    status: 400,
    message: 'Invalid OAuth access token - Cannot parse access token',
    type: 'OAuthException',
    code: 190,
  });

/** The Graph API says 429 at its edge, and 400 with one of its codes further in: clients meet both. */
export const rateLimited = (status: 400 | 429, retryAfterSeconds?: number) =>
  graphError({
    status,
    message: '(#4) Application request limit reached',
    type: 'OAuthException',
    code: 4,
    retryAfterSeconds,
  });

/** An answer that is no error. */
export function json(body: object): Reply {
  return { status: 200, body: JSON.stringify(body) };
}
