import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

const LIFE_SECONDS = 60 * 86_400;

/** What is asked of Threads when a profile is connected and its token is kept alive: pages and tokens, in memory. */
export interface ThreadsOAuth {
  readonly url: string;
  /** Paths in the order that they were asked for. */
  readonly asked: readonly string[];
  /** The token that is good now; null before the first. */
  token(): string | null;
  /** Has everything refused with this message; null ends that. It may quote what came, as `{token}`. */
  refuse(message: string | null): void;
  close(): Promise<void>;
}

export const APP = { appId: '990602627938098', appSecret: 'a-secret-of-the-app' } as const;
export const USER_ID = '17841405793187218';

export async function startThreadsOAuth(first: string | null = null): Promise<ThreadsOAuth> {
  const asked: string[] = [];
  const codes = new Map<string, string>();
  const short = new Set<string>();
  let good = first;
  let made = 0;
  let refusal: string | null = null;

  async function answer(request: IncomingMessage): Promise<[number, unknown]> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://threads');
    const given = request.method === 'POST' ? new URLSearchParams(await text(request)) : searchParams;
    const value = (name: string) => given.get(name) ?? '';
    const refused = (message: string): [number, unknown] => [
      400,
      { error: { message, type: 'OAuthException', code: 190 } },
    ];
    asked.push(pathname);
    if (refusal !== null) return refused(refusal.replace('{token}', value('access_token')));
    made += 1;
    switch (pathname) {
      case '/oauth/access_token': {
        const isApp = value('client_id') === APP.appId && value('client_secret') === APP.appSecret;
        if (!isApp || codes.get(value('code')) !== value('redirect_uri'))
          return [400, { error_type: 'OAuthException', code: 400, error_message: 'Invalid code' }];
        codes.delete(value('code'));
        short.add(`short-${made}`);
        return [200, { access_token: `short-${made}`, user_id: USER_ID }];
      }
      case '/access_token':
        if (!short.has(value('access_token')) || value('client_secret') !== APP.appSecret)
          return refused('Invalid token');
        break;
      case '/refresh_access_token':
        if (value('access_token') !== good) return refused('Invalid token');
        break;
      case '/v1.0/me':
        return request.headers.authorization === `Bearer ${good}`
          ? [200, { id: USER_ID }]
          : refused('Invalid token');
      default:
        return [404, {}];
    }
    good = `long-${made}`;
    return [200, { access_token: good, token_type: 'bearer', expires_in: LIFE_SECONDS }];
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://threads');
    if (pathname === '/oauth/authorize') {
      const code = `code-${codes.size + 1}`;
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      codes.set(code, back.href);
      back.searchParams.set('code', code);
      back.searchParams.set('state', searchParams.get('state') ?? '');
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    void answer(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(asThreadsWrites(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    token: () => good,
    refuse: (message) => {
      refusal = message;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Threads writes ids of people as numbers, which JavaScript's can't hold. */
function asThreadsWrites(body: unknown): string {
  return JSON.stringify(body).replace(/("user_id":)"(\d+)"/, '$1$2');
}
