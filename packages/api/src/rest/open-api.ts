import type { z } from 'zod';
import type { JsonObjectSchema, RestProcedure } from './procedures';
import { pathFields } from './routes';
import { webhookOperations } from './webhooks';

type Schema = z.core.JSONSchema.BaseSchema;

/** The errors of the contract, with what each means. */
const ERRORS = {
  400: 'The input is wrong: the message names the field and what it needs.',
  401: 'No API key, or none that is valid.',
  403: 'The key lacks the scope that is needed.',
  404: 'What is asked for does not exist.',
  409: 'The call contradicts the state of things.',
  413: 'The body is too large.',
  429: 'Too many calls: `retry-after` says in how many seconds to try again.',
  500: 'Something went wrong in Cull; it has been logged.',
} as const;

/**
 * The OpenAPI 3.1 document of the REST face.
 * @param subscriptions The names of what is left to tRPC.
 * @param baseUrl The address that Cull is known by.
 */
export function openApiDocument(
  procedures: readonly RestProcedure[],
  subscriptions: readonly string[],
  baseUrl: string,
) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const procedure of procedures) {
    const { path, method } = procedure.route;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(procedure) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cull',
      version: '1',
      summary: 'The early kill switch for content variants.',
      description:
        'Everything that tRPC offers at /api/trpc but the subscriptions, which `x-subscriptions` lists: each is a stream of server-sent events. Instants are ISO 8601 with a time zone, rates are parts of 1, unknown fields are refused.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${baseUrl}/api/v1` }],
    security: [{ apiKey: [] }],
    paths,
    webhooks: webhookOperations(),
    'x-subscriptions': subscriptions.map((name) => ({ name, url: `${baseUrl}/api/trpc/${name}` })),
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key.' } },
      schemas: {
        Error: {
          type: 'object',
          properties: {
            error: {
              type: 'object',
              properties: { code: { type: 'string' }, message: { type: 'string' } },
              required: ['code', 'message'],
            },
          },
          required: ['error'],
        },
      },
    },
  };
}

function operation({ name, route, scope, input, output }: RestProcedure) {
  const inPath = pathFields(route);
  const fields = Object.entries(input?.properties ?? {});
  const inQuery = route.method === 'GET' ? fields.filter(([field]) => !inPath.includes(field)) : [];
  const required = input?.required ?? [];
  return {
    operationId: name,
    tags: [name.split('.')[0]],
    summary: route.summary,
    description: `Needs the scope \`${scope}\`.`,
    parameters: [
      ...inPath.map((field) => parameter('path', field, input?.properties[field] ?? {}, true)),
      ...inQuery.map(([field, schema]) => parameter('query', field, schema, required.includes(field))),
    ],
    ...(input !== null && route.method !== 'GET' && { requestBody: requestBody(input, inPath) }),
    responses: {
      200: { description: 'Done.', content: asJson(output) },
      ...Object.fromEntries(
        Object.entries(ERRORS).map(([status, description]) => [
          status,
          { description, content: asJson({ $ref: '#/components/schemas/Error' }) },
        ]),
      ),
    },
  };
}

function parameter(where: 'path' | 'query', name: string, schema: Schema, required: boolean) {
  const { description, ...rest } = schema;
  return { name, in: where, required, ...(description !== undefined && { description }), schema: rest };
}

/** What is in the path is not in the body. */
function requestBody({ properties, required = [], ...rest }: JsonObjectSchema, inPath: readonly string[]) {
  const schema = {
    ...rest,
    properties: Object.fromEntries(Object.entries(properties).filter(([field]) => !inPath.includes(field))),
    required: required.filter((field) => !inPath.includes(field)),
  };
  return { required: true, content: asJson(schema) };
}

function asJson({ $schema: _, ...schema }: Schema) {
  return { 'application/json': { schema } };
}
