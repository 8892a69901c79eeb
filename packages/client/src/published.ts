import type {
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server';
import type { CullRoot } from './errors.js';

/**
 * The same type with its parts spelt out. Declaration files print what a conditional type comes to, so that those of
 * this package name nothing of the server's, and need nothing of it.
 */
type Plain<T> = unknown extends T ? T : { [K in keyof T]: Plain<T[K]> };

export interface Definition<Input, Output> {
  input: Input;
  output: Output;
  meta: object;
  errorShape: CullRoot['errorShape'];
}

interface SomeProcedure<Type extends 'query' | 'mutation' | 'subscription', Input, Output> {
  _def: { type: Type; $types: { input: Input; output: Output } };
}

type PublishedProcedure<P> =
  P extends SomeProcedure<'query', infer I, infer O>
    ? TRPCQueryProcedure<Definition<Plain<I>, Plain<O>>>
    : P extends SomeProcedure<'mutation', infer I, infer O>
      ? TRPCMutationProcedure<Definition<Plain<I>, Plain<O>>>
      : P extends SomeProcedure<'subscription', infer I, AsyncIterable<infer O>>
        ? TRPCSubscriptionProcedure<Definition<Plain<I>, AsyncIterable<Plain<O>>>>
        : never;

/** Cull's router as its callers see it: every procedure with its input and output, and nothing of the inside. */
export type Published<Router> = Router extends { _def: { record: infer Groups } }
  ? TRPCBuiltRouter<
      CullRoot,
      { [G in keyof Groups]: { [P in keyof Groups[G]]: PublishedProcedure<Groups[G][P]> } }
    >
  : never;
