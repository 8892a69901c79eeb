import type { ServerResponse } from 'node:http';
import type { Behavior } from './middle';

const CHUNK = 'x'.repeat(64 * 1_024);
/** Far more than any answer; the adapter has to hang up long before. */
const MAX_CHUNKS = 1_024;

export const hang: Behavior = () => undefined;

export const hangInTheBody: Behavior = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{');
};

export const closeConnection: Behavior = (request) => {
  request.socket.destroy();
};

export const closeInTheBody: Behavior = (request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{', () => request.socket.destroy());
};

/** Answers everything alike. */
export function answer(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Behavior {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
}

/** Sends an answer that doesn't end, as fast as it is taken. */
export const answerWithoutEnd: Behavior = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  pour(response, MAX_CHUNKS);
};

function pour(response: ServerResponse, chunks: number): void {
  if (response.destroyed) return;
  if (chunks === 0) return void response.end();
  response.write(CHUNK, () => pour(response, chunks - 1));
}

/** Answers with everything that the request told, as talkative sources do. */
export function echo(status: number, padding: number): Behavior {
  return (request, response) => {
    const told = `${'-'.repeat(padding)}${request.headers.authorization ?? ''} ${request.url}`;
    response.writeHead(status, {
      'content-type': 'application/json',
      location: `/${encodeURIComponent(told)}`,
    });
    response.end(JSON.stringify({ error: { message: told }, detail: told }));
  };
}
