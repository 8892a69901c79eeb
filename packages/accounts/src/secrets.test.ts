import { randomBytes } from 'node:crypto';
import { createSecretBox, SealError } from '@cull/process';
import { describe, expect, it } from 'vitest';
import { openAccount, openAccountSecrets, sealAccountSecrets } from './secrets';

const box = createSecretBox(randomBytes(32));

describe('the secrets of an account', () => {
  const accountId = '11111111-1111-4111-8111-111111111111';
  const secrets = { accessToken: 'THAA', headers: { 'x-api-key': 'k' } };
  const sealedSecrets = sealAccountSecrets(box, accountId, secrets);

  it('open for the same account, and not for one whose row they were copied to', () => {
    expect(openAccountSecrets(box, accountId, sealedSecrets)).toEqual(secrets);
    const other = '22222222-2222-4222-8222-222222222222';
    expect(() => openAccountSecrets(box, other, sealedSecrets)).toThrow(SealError);
  });

  it('become the token and the headers of a client', () => {
    const options = { url: 'http://adaptor/{postId}' };
    expect(openAccount(box, { accountId, options, sealedSecrets })).toEqual({
      accessToken: 'THAA',
      options: { ...options, headers: secrets.headers },
    });
    const bare = openAccount(box, { accountId, options, sealedSecrets: null });
    expect(bare).toEqual({ accessToken: null, options });
  });
});
