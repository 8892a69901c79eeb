import { expect, it } from 'vitest';
import { pathProblem } from './request-target';

it.each([
  '/',
  '/api/trpc/pool.list,pool.list?batch=1&input=%7B%7D',
  '/api/v1/monitoring/a%2Fb%20c',
  '/variants/100%',
  '/_next/static/chunks/app/(dashboard)/%5Bid%5D/page.js?v=../..//x',
  '/a.b/..c/d..',
])('%s is canonical', (target) => expect(pathProblem(target)).toBeNull());

it.each([
  '',
  '*',
  'api/auth',
  '//',
  '//api/auth/sign-in/email',
  '/api//auth',
  '/api/./auth',
  '/api/../auth',
  '/api/..',
  '/api/%2e/auth',
  '/api/%2E%2e/auth?x',
  '/api/.%2e/auth',
  '/api\\auth',
  '/api/\tauth',
  '/api/ü',
  '/api/a b',
  '/api#/auth',
  'http://cull/api',
  'http://',
])('%j is not', (target) => expect(pathProblem(target)).toContain("isn't canonical: it needs"));
