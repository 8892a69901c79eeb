import type { AnyTRPCProcedure, AnyTRPCRouter, TRPCProcedureType } from '@trpc/server';
import { z } from 'zod';
import { type AccessScope, SCOPES } from '../access/access';
import { appRouter } from '../router';
import { ROUTES, type Route } from './routes';

/** A procedure as REST and its documentation see it. */
export interface RestProcedure {
  /** `monitoring.kill` */
  readonly name: string;
  readonly type: TRPCProcedureType;
  readonly route: Route;
  /** What a caller's key needs. */
  readonly scope: AccessScope;
  /** JSON Schemas, drafted from the procedure's own zod schemas; the input's is null where there is none. */
  readonly input: JsonObjectSchema | null;
  readonly output: z.core.JSONSchema.BaseSchema;
}

/** The schema of an input: always an object, since path and query are made of its fields. */
export interface JsonObjectSchema extends z.core.JSONSchema.BaseSchema {
  readonly properties: Readonly<Record<string, z.core.JSONSchema.BaseSchema>>;
}

/**
 * The procedures that have a route, in the order of the routes.
 * @throws Where a route names no procedure, or a procedure has schemas that are not zod's.
 */
export function restProcedures(): readonly RestProcedure[] {
  const { procedures } = definitionOf(appRouter);
  return Object.entries(ROUTES).map(([name, route]) => {
    const procedure = procedures[name];
    if (procedure === undefined) throw new Error(`the route of ${name} names no procedure`);
    const { meta, inputs, output } = definitionSchema.parse(procedure._def);
    const [input] = inputs;
    return {
      name,
      type: procedure._def.type,
      route,
      scope: meta.scope,
      input: input === undefined ? null : asObject(name, z.toJSONSchema(input, { io: 'input' })),
      output: z.toJSONSchema(output, { io: 'output' }),
    };
  });
}

/** The names of the procedures of one type; those that are subscriptions have no route. */
export function procedureNames(type: TRPCProcedureType): readonly string[] {
  return Object.entries(definitionOf(appRouter).procedures)
    .filter(([, { _def }]) => _def.type === type)
    .map(([name]) => name);
}

/** tRPC keeps its procedures by their full names, which the types of a nested router do not tell. */
function definitionOf(router: AnyTRPCRouter): {
  readonly procedures: Readonly<Record<string, AnyTRPCProcedure>>;
} {
  return router._def;
}

const zodSchema = z.custom<z.ZodType>((value) => value instanceof z.ZodType, 'is no zod schema');
/** What tRPC keeps of a procedure without typing it. */
const definitionSchema = z.object({
  meta: z.object({ scope: z.enum(SCOPES) }),
  inputs: z.array(zodSchema).max(1),
  output: zodSchema,
});

function asObject(name: string, schema: z.core.JSONSchema.BaseSchema): JsonObjectSchema {
  const { properties } = schema;
  if (properties === undefined) throw new Error(`the input of ${name} is no object`);
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, typeof value === 'boolean' ? {} : value]),
    ),
  };
}
